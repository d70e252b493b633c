import type { ChangedFile, FilesChanged } from '../../core/summary.ts';
import { checkpointFacts, checkpointLine, diffLines, extentText, filesLink, hashesText, moreText, namedOf, originText, shownDiffs, sizeText, whatText } from './file-words.ts';
import { filesTitle, pathText } from './words.ts';

type Escape = (text: string) => string;

/** Of a mail, more of a diff than a chat has room for. */
const diffLength = 10_000;

/** The message about changed files as plain text, without what changed in them: Slack shows it where it shows no blocks. */
export function filesText(change: FilesChanged, escape: Escape = (text) => text): string {
  return [...firstSections(change, escape), escape(filesLink(change)), escape(checkpointLine(change.checkpoint))].join('\n\n');
}

/** The text part of the mail, which has the checkpoint in full. */
export function filesMailText(change: FilesChanged): string {
  const diffs = shownDiffs(change).map((file) => [`What changed in ${pathText(file.path, 400)}`, ...diffLines(file.diff, diffLength)].join('\n'));
  return `${[...firstSections(change, (text) => text), ...diffs, filesLink(change), checkpointFacts(change.checkpoint)].join('\n\n')}\n`;
}

function firstSections(change: FilesChanged, escape: Escape): string[] {
  const extent = extentText(change);
  const more = moreText(change);
  return [
    escape(filesTitle(change)),
    [escape(originText(change)), ...(change.isDemo ? ['This comes from the demo: the files are simulated.'] : [])].join('\n'),
    ...(extent === undefined ? [] : [escape(extent)]),
    [...namedOf(change).map((file) => escape(fileLine(file))), ...(more === undefined ? [] : [more])].join('\n'),
  ].filter((section) => section !== '');
}

function fileLine(file: ChangedFile): string {
  return `• ${[`${pathText(file.path, 400)} ${whatText(file)}`, hashesText(file), sizeText(file.size)].filter((part) => part !== '').join(' · ')}`;
}
