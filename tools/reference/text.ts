/** What the descriptions of the nodes cannot say themselves: the sentences between the generated parts. */

export const INTRODUCTION = `<!-- Written by \`npm run docs:reference\` from the nodes' own descriptions: change those, not this file. -->

# Reference

Every field of both nodes and of the credential, with the name that workflows store and expressions use, and a sample of what comes out. The samples were not written by hand: they are what the nodes gave.

What is under **Filters**, **Options** and **Update Fields** counts once it is added, and then begins with its default. A filter that is not added leaves nothing out; an option that is not added is as its default, or not there where it is about a single message.`;

export const EVERY_OPERATION = `What holds for every operation:

- **Order.** Output is in the order of the input items, each paired with the item that it came from.
- **Speed.** Items are worked on several at a time: 8 at first, more while AgentPhone keeps up, fewer when it slows down or limits the rate, at most 64. **Concurrency**, where it is added, is the most. What belongs to one conversation, one recipient or one message stays in the order of the items.
- **Checks.** Fields of all items are read and checked before the first request is made.
- **Empty fields.** A filter or an option that you add and leave empty is as if it were not there. One whose expression gives nothing is refused for that item: all conversations, or another of your numbers, is not what was meant. Only an email or notes of a contact may be missing: they are left as they are.
- **Retries.** Busy, broken or rate-limited connections are tried again, as late as AgentPhone asks. What sends something is tried again only if it was certainly not sent.
- **Retry On Fail**, and retrying an execution by hand, send nothing twice: what was sent in an execution is remembered with it, by its item and its recipient, whatever the expressions give this time. Where nobody can know whether a message went out, because the answer was lost or the execution was stopped, nothing in that execution sends it again. You may, by retrying the execution by hand once an error has told you.
- **Output preview.** Before a node has run, the next one already shows the fields that it will give, to drag. The keys of your metadata come with the first run. For triggers n8n has no such preview: test with a sample instead.
- **As a tool.** Every operation can be given to n8n's AI Agent.`;

export const FAILED_ITEMS = `**Failed items.** A run ends with the error of the first item that failed. When something was sent or written before, the error says which items. With **On Error** set to continue, a failed item goes on as \`error\` (what happened) and \`message\` (what to do), and with **Continue (using error output)** it leaves by the error output:`;

export const TRIGGER = `The webhook is registered when the workflow is activated, and removed, or given back to whom it was taken from, when it is deactivated. A test run with a real event borrows the webhook and gives it back at its end; one with a sample leaves AgentPhone alone.

Both versions do the same. For nodes of version 1, n8n evaluates an expression of its own with each delivery; for nodes of version 2 it does not, so they take more deliveries a second.`;

export const ANSWERING_CALLERS = `### Answering callers

With **Voice** among the channels, the workflow can say what a caller hears: a text, or an object with some of \`text\`, \`hangup\`, \`action\` (\`transfer\` or \`hangup\`) and \`digits\`.

n8n's **Respond to Webhook** node (version 1.1 and later) refuses to run unless a Webhook node stands before it. Add a **Webhook** node, connect it to the same node as the trigger, and deactivate it: that is enough, and the trigger does the receiving.`;

export const CHAT_MEMORY = `Connect it to the **Memory** of an AI Agent. What was said in the conversation is what the agent remembers: messages of people and answers of the agent, oldest first; in a group, with who speaks. Nothing is stored a second time: what the agent answers is remembered by sending it with **Message: Send**, and to clear the memory deletes nothing.

The message being answered is the agent's prompt, so the memory leaves it out, with all that is newer; of an item that the trigger made of several messages (**Wait for Pause**), all of them. Where the item that reaches the agent has no \`messageId\`, say in **Up to Message ID** which message it answers; of several, the first one (\`messages[0].messageId\` of the trigger's item).`;

export const POLLING_TRIGGER = `For an n8n that AgentPhone cannot reach, and for syncs. n8n asks it every so often (**Poll Times**, a minute at least), and each poll gives what is new since the one before: each message once, over restarts, messages of one time, and polls that are cut off. The first poll only remembers where things stand; a run by hand shows the newest there is. A poll that finds no new message, or no active conversation, costs one request. When you choose another event, polling begins anew.

What AgentPhone lists with a time more than two minutes before what it listed last is not found: a message that a carrier delivered late, for instance. Nothing in the list says that somebody reacted, so for reactions each poll reads the 20 most recently active conversations and 20 of the others in turn: [how long that takes](operations.md#what-is-guaranteed-and-what-is-not). With **Metadata Changes**, a flow that writes metadata back is started once more by what it wrote, until nothing changes any more.

An answer that **Message: Send and Wait for Response** waits for resumes that execution, and starts nothing else: a text where the event is Message Received, a tapback where it is Reaction Received.`;
