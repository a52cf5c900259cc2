/** The most that file systems take, in bytes of UTF-8. */
const MOST_BYTES = 255;
/** What ends a name is kept up to this many characters, when the rest has to be cut. */
const LONGEST_EXTENSION = 20;

type Headers = Record<string, unknown>;

/**
 * The file's name: what `Content-Disposition` says (RFC 6266, the encoded form first), else the last part of the
 * path. Hosts may say anything there, so it is made {@link safeFileName safe}.
 */
export function readFileName(headers: Headers, address: URL): string {
	const disposition = asUtf8(String(headers['content-disposition'] ?? ''));
	const [, encoded] = /filename\*\s*=\s*[\w-]*'[^']*'([^;\s]+)/i.exec(disposition) ?? [];
	const [, quoted, plain] =
		/filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]+))/is.exec(disposition) ?? [];
	const named = decode(encoded) || quoted?.replace(/\\(.)/gs, '$1') || plain;
	return safeFileName(named || decode(address.pathname.split('/').pop()));
}

/**
 * A name that every file system takes and that shows what it is: no path, no control or direction characters, none that
 * Windows reserves, at most 255 bytes. The extension is kept.
 */
export function safeFileName(name: string): string {
	const [last = ''] = name.split(/[/\\]/).slice(-1);
	const plain = last
		.replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029]/gu, '')
		.replace(/[<>:"|?*]/g, '_')
		.trim()
		.replace(/[. ]+$/, '');
	if (!plain.replace(/^\.+/, '')) return 'file';
	const isReserved = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(plain);
	return shorten(isReserved ? `_${plain}` : plain);
}

function shorten(name: string): string {
	if (Buffer.byteLength(name) <= MOST_BYTES) return name;
	const dot = name.lastIndexOf('.');
	const hasExtension = dot > 0 && name.length - dot <= LONGEST_EXTENSION;
	const extension = hasExtension ? name.slice(dot) : '';
	let kept = '';
	let left = MOST_BYTES - Buffer.byteLength(extension);
	for (const character of hasExtension ? name.slice(0, dot) : name) {
		left -= Buffer.byteLength(character);
		if (left < 0) break;
		kept += character;
	}
	return kept + extension;
}

/** Headers are read byte for byte; a host that writes its names in raw UTF-8 means the text. */
function asUtf8(text: string): string {
	if (!/[\u0080-\u00ff]/.test(text) || /[\u0100-\uffff]/.test(text)) return text;
	const decoded = Buffer.from(text, 'latin1').toString('utf8');
	return decoded.includes('\ufffd') ? text : decoded;
}

function decode(text = ''): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}
