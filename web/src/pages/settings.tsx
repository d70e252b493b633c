import { Link, useParams } from '@tanstack/react-router';
import { PageHead } from '../components/parts.tsx';
import { ChannelSettings } from '../components/channel-settings.tsx';
import { ConnectionSettings } from '../components/connection-settings.tsx';
import { RuleSettings } from '../components/rule-settings.tsx';
import { ServiceSettings } from '../components/service-settings.tsx';
import { Empty } from '../components/states.tsx';

const sections = [
  { id: 'channels', label: 'Channels', title: 'Who is told, and how', sub: 'Each channel has a test button; use it after each change.', content: ChannelSettings },
  { id: 'connections', label: 'Connections', title: 'What Roundsman can see', sub: 'It only reads. Credentials stay where your cloud tools keep them.', content: ConnectionSettings },
  { id: 'rules', label: 'Rules', title: 'What counts as a finding', sub: 'Turn a rule off, or set from when it counts. The next scan uses it.', content: RuleSettings },
  { id: 'service', label: 'Service', title: 'How the service runs', sub: 'A setting that a flag, the environment or the file fixes is locked here.', content: ServiceSettings },
] as const;

export function SettingsPage() {
  const { section = 'channels' } = useParams({ strict: false });
  const here = sections.find((each) => each.id === section);
  return (
    <div className="page page-form">
      <nav className="views" aria-label="Settings">
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
