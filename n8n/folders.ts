import { join } from 'node:path';

/** Where package.json is. */
export const projectFolder = join(__dirname, '..');

/** What can be made again: installed versions of n8n, packed tarballs. Ignored by git. */
export const cacheFolder = join(projectFolder, '.cache');
