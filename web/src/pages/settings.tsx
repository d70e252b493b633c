import { Link, useParams } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { PageHead } from '../components/parts.tsx';
import { AccountSettings } from '../components/account-settings.tsx';
import { AuditLog } from '../components/audit-log.tsx';
import { ChannelSettings } from '../components/channel-settings.tsx';
import { ConnectionSettings } from '../components/connection-settings.tsx';
import { PeopleSettings } from '../components/people-settings.tsx';
import { RuleSettings } from '../components/rule-settings.tsx';
import { ServiceSettings } from '../components/service-settings.tsx';
import { TokenSettings } from '../components/token-settings.tsx';
import { Empty } from '../components/states.tsx';

const sections = [
  { id: 'channels', label: 'Channels', title: 'Who is told, and how', sub: 'Each channel has a test button; use it after each change.', content: ChannelSettings },
  { id: 'connections', label: 'Connections', title: 'What Roundsman can see', sub: 'It only reads. Credentials stay where your cloud tools keep them.', content: ConnectionSettings },
  { id: 'rules', label: 'Rules', title: 'What counts as a finding', sub: 'Turn a rule off, or set from when it counts. The next scan uses it.', content: RuleSettings },
  { id: 'service', label: 'Service', title: 'How the service runs', sub: 'A setting that a flag, the environment or the file fixes is locked here.', content: ServiceSettings },
  { id: 'people', label: 'People', title: 'Who may sign in', sub: 'Each person has one role. Who leaves is removed here, with sessions and tokens.', content: PeopleSettings },
  { id: 'tokens', label: 'API tokens', title: 'Which programs may call', sub: 'A token acts for who made it, never with more than that person may.', content: TokenSettings },
  { id: 'account', label: 'My account', title: 'Your account', sub: 'Password, second factor, and where you are signed in.', content: AccountSettings },
  { id: 'audit-log', label: 'Audit log', title: 'Who did what', sub: 'What people and tokens changed, newest first. It is chained: nothing in it can be rewritten unseen.', content: AuditLog },
] as const;

export function SettingsPage() {
  const { section = 'channels' } = useParams({ strict: false });
  const here = sections.find((each) => each.id === section);
  const nav = useRef<HTMLElement>(null);
  // On a narrow screen the list of sections is wider than the page.
  useEffect(() => { nav.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' }); }, [section]);
  return (
    <div className="page page-form">
      <nav ref={nav} className="views" aria-label="Settings">
        {sections.map((each) => <Link key={each.id} to="/settings/$section" params={{ section: each.id }} className="view-link" aria-current={each.id === section ? 'page' : undefined}>{each.label}</Link>)}
      </nav>
      {here === undefined ? <Empty title="There is no such section">Choose one above.</Empty> : (
        <>
          <PageHead title={here.title} sub={here.sub} />
          <here.content />
        </>
      )}
    </div>
  );
}
