import type { ChangedFile, FilesChanged } from '../../core/summary.ts';
import { button, codeBlock, heading, mono, page, paragraph, table, title } from './email-layout.ts';
import { checkpointLine, diffLines, extentText, filesLink, hashesText, moreText, namedOf, originText, shownDiffs, sizeText, whatText } from './file-words.ts';
import type { Html } from './html.ts';
import { html } from './html.ts';
import { count, filesTitle, pathText } from './words.ts';

const diffLength = 6000;
export const inThisMail = 'signature in the text part of this mail';

/** The HTML part of the mail about changed files. */
export function filesHtml(subject: string, change: FilesChanged): string {
  const extent = extentText(change);
  const more = moreText(change);
  const url = filesLink(change);
  return page({
    subject,
    preview: extent ?? namedOf(change).slice(0, 3).map((file) => `${pathText(file.path, 60)} ${whatText(file)}`).join('; '),
    isDemo: change.isDemo,
    content: [
      title(filesTitle(change), originText(change)),
      ...(extent === undefined ? [] : [paragraph(extent)]),
      table('Changed files', [{ title: count(change.count, 'file') }, { title: 'Size', align: 'right' }], namedOf(change).map((file) => [what(file), sizeText(file.size)])),
      ...(more === undefined ? [] : [html`<p class="soft" style="margin:8px 0 0;font-size:13px;line-height:19px;color:#64748b;">${more}</p>`]),
      ...shownDiffs(change).flatMap(({ path, diff }) => [heading('What changed', pathText(path, 80)), codeBlock(diffLines(diff, diffLength))]),
      button('Open these files', url),
    ],
    footer: html`Accept a change there with a note, or restore the file: either is kept in the history.<br>${checkpointLine(change.checkpoint, inThisMail)}<br><a class="soft" href="${url}" style="color:#64748b;">${url}</a>`,
  });
}

/** Path, what happened and both hashes in one cell, so that the table fits a phone. */
function what(file: ChangedFile): Html {
  const hashes = hashesText(file);
  return html`${mono(pathText(file.path, 200))}<br><b class="high" style="color:#c2410c;">${whatText(file)}</b>${hashes !== '' && html`<br><span class="soft" style="color:#64748b;">SHA-256 ${hashes}</span>`}`;
}
