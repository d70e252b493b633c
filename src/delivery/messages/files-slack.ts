import type { ChangedFile, FilesChanged } from '../../core/summary.ts';
import { checkpointLine, diffLines, extentText, filesLink, hashesText, moreText, namedOf, originText, shownDiffs, sizeText, whatText } from './file-words.ts';
import { type Block, code, context, header, limits, link, section } from './slack-markup.ts';
import { escapeSlack } from './unused-text.ts';
import { filesTitle, pathText } from './words.ts';

/** Characters of a path in a line, and of a diff with all that escaping adds. */
const shown = { path: 100, diff: 2500 };

/** Blocks of the message about changed files: which, how, what changed in the first ones, and what proves it later. */
export function filesBlocks(change: FilesChanged): Block[] {
  const extent = extentText(change);
  const more = moreText(change);
  const demo = change.isDemo ? '🧪 *Demo*: these files are simulated · ' : '';
  const blocks = [
    header(filesTitle(change)),
    context(`${demo}${escapeSlack(originText(change))}`),
    ...(extent === undefined ? [] : [section(escapeSlack(extent))]),
    ...packed([...namedOf(change).map(fileLine), ...(more === undefined ? [] : [`_${more}_`])]),
    ...shownDiffs(change).map(({ path, diff }) => diffBlock(path, diff)),
    ...(change.publicUrl === '' ? [] : [section(`*${link(filesLink(change), 'Open these files')}*`)]),
  ];
  // The proof stays, whatever else there is no room for; one more block says that a message is a repeat.
  return [...blocks.slice(0, limits.blocks - 2), context(escapeSlack(checkpointLine(change.checkpoint)))];
}

function fileLine(file: ChangedFile): string {
  const hashes = hashesText(file);
  return `• ${[`${code(pathText(file.path, shown.path), shown.path)} ${escapeSlack(whatText(file))}`, hashes === '' ? '' : code(hashes), sizeText(file.size)].filter((part) => part !== '').join(' · ')}`;
}

/** As few sections as hold all lines. */
function packed(lines: readonly string[]): Block[] {
  const texts: string[] = [];
  for (const line of lines) {
    const last = texts.at(-1);
    if (last !== undefined && last.length + 1 + line.length <= limits.text) texts[texts.length - 1] = `${last}\n${line}`;
    else texts.push(line);
  }
  return texts.map(section);
}

/** Three backticks would end the block early; other markup means nothing inside it. */
function diffBlock(path: string, diff: string): Block {
  const written = (line: string): string => escapeSlack(line).replaceAll(/`{3,}/g, (run) => 'ˋ'.repeat(run.length));
  return section(`What changed in ${code(pathText(path, 60))}\n\`\`\`\n${diffLines(diff, shown.diff, written).join('\n')}\n\`\`\``);
}
