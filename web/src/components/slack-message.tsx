import type { ReactNode } from 'react';
import { slackNodes } from '../slack-text.tsx';
import { Mark } from './icons.tsx';

type Block = Record<string, unknown>;
const isBlock = (value: unknown): value is Block => typeof value === 'object' && value !== null && !Array.isArray(value);
const listOf = (value: unknown): Block[] => (Array.isArray(value) ? value.filter(isBlock) : []);

function Words({ of }: { of: unknown }): ReactNode {
  if (typeof of === 'string') return <>{slackNodes(of)}</>;
  if (!isBlock(of) || typeof of['text'] !== 'string') return null;
  return of['type'] === 'plain_text' ? <>{of['text']}</> : <>{slackNodes(of['text'])}</>;
}

function Button({ of }: { of: Block }) {
  const url = typeof of['url'] === 'string' && /^https?:\/\//.test(of['url']) ? of['url'] : undefined;
  const style = of['style'] === 'primary' ? 'slack-button slack-button-primary' : of['style'] === 'danger' ? 'slack-button slack-button-danger' : 'slack-button';
  return url === undefined ? <span className={style}><Words of={of['text']} /></span> : <a className={style} href={url} target="_blank" rel="noreferrer noopener"><Words of={of['text']} /></a>;
}

function SlackBlock({ block }: { block: Block }) {
  switch (block['type']) {
    case 'header':
      return <p className="slack-header"><Words of={block['text']} /></p>;
    case 'divider':
      return <hr className="slack-divider" />;
    case 'section':
      return (
        <div className="slack-section">
          <div className="slack-section-words">
            {block['text'] === undefined ? null : <p><Words of={block['text']} /></p>}
            {block['fields'] === undefined ? null : <div className="slack-fields">{listOf(block['fields']).map((field, index) => <p key={index}><Words of={field} /></p>)}</div>}
          </div>
          {isBlock(block['accessory']) && block['accessory']['type'] === 'button' ? <Button of={block['accessory']} /> : null}
        </div>
      );
    case 'context':
      return <p className="slack-context">{listOf(block['elements']).map((element, index) => <span key={index}><Words of={element} /></span>)}</p>;
    case 'actions':
      return <div className="slack-actions">{listOf(block['elements']).map((element, index) => <Button key={index} of={element} />)}</div>;
    default:
      return <p className="slack-context">(a {String(block['type'])} block)</p>;
  }
}

/** The message as it looks in the channel. */
export function SlackMessage({ blocks, text, at }: { blocks: Block[]; text: string; at: string }) {
  return (
    <div className="slack" role="group" aria-label="The message in Slack">
      <Mark size={36} />
      <div className="slack-body">
        <p className="slack-from"><strong>Roundsman</strong> <span className="slack-app">APP</span> <span className="dim">{at}</span></p>
        {blocks.length === 0 ? <p className="slack-section"><Words of={text} /></p> : blocks.map((block, index) => <SlackBlock key={index} block={block} />)}
      </div>
    </div>
  );
}
