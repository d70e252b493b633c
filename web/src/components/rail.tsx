import { ActionIcon, Tooltip } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useLocation } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { totalsQuery } from '../api/audit-queries.ts';
import { sessionQuery } from '../api/queries.ts';
import { wrongIn } from '../audit-words.ts';
import { count } from '../format.ts';
import { roleNames } from '../may.ts';
import type { Search } from '../search-state.ts';
import { CollapseIcon, DeliveriesIcon, ExtractionIcon, FilesIcon, FindingsIcon, GovernanceIcon, InventoryIcon, Mark, OverviewIcon, RunsIcon, SchedulesIcon, SettingsIcon } from './icons.tsx';

interface Place {
  to: '/' | '/findings' | '/inventory' | '/governance' | '/files' | '/extraction' | '/schedules' | '/runs' | '/deliveries' | '/settings';
  label: string;
  icon: ReactNode;
  /** Account and region filters go along. */
  keepsScope?: boolean;
}

export const places: Place[] = [
  { to: '/', label: 'Overview', icon: <OverviewIcon /> },
  { to: '/findings', label: 'Findings', icon: <FindingsIcon />, keepsScope: true },
  { to: '/inventory', label: 'Inventory', icon: <InventoryIcon />, keepsScope: true },
  { to: '/governance', label: 'Governance', icon: <GovernanceIcon /> },
  { to: '/files', label: 'Files', icon: <FilesIcon /> },
  { to: '/extraction', label: 'Extraction', icon: <ExtractionIcon /> },
  { to: '/schedules', label: 'Schedules', icon: <SchedulesIcon /> },
  { to: '/runs', label: 'Runs', icon: <RunsIcon /> },
  { to: '/deliveries', label: 'Deliveries', icon: <DeliveriesIcon /> },
  { to: '/settings', label: 'Settings', icon: <SettingsIcon /> },
];

interface Count {
  value: number;
  words: string;
  tone: 'plain' | 'bad' | 'busy';
}

function useCounts(): Record<string, Count | undefined> {
  const { data } = useQuery({ ...sessionQuery, refetchInterval: 60_000 });
  const files = useQuery(totalsQuery).data;
  if (data === undefined) return {};
  const wrong = files === undefined ? 0 : wrongIn(files);
  const { open_findings: open, running_runs: running, failed_deliveries: failed } = data.counts;
  return {
    '/findings': open === 0 ? undefined : { value: open, words: `${count(open)} open`, tone: 'plain' },
    '/files': wrong === 0 ? undefined : { value: wrong, words: `${count(wrong)} not as accepted`, tone: 'bad' },
    '/runs': running === 0 ? undefined : { value: running, words: `${running} running now`, tone: 'busy' },
    '/deliveries': failed === 0 ? undefined : { value: failed, words: `${failed} failed`, tone: 'bad' },
  };
}

export function Rail({ isCollapsed, onToggle, inDrawer = false }: { isCollapsed: boolean; onToggle?: () => void; inDrawer?: boolean }) {
  const counts = useCounts();
  const { pathname, search } = useLocation();
  const scope: Search = { account: (search as Search)['account'], region: (search as Search)['region'] };
  return (
    <nav className={inDrawer ? 'rail rail-in-drawer' : 'rail'} aria-label="Main">
      <Link to="/" className="brand" aria-label="Roundsman, to the overview">
        <Mark />
        {isCollapsed ? null : <span>Roundsman</span>}
      </Link>
      <ul>
        {places.map((place) => {
          const isHere = place.to === '/' ? pathname === '/' || pathname === '/app' || pathname === '/app/' : pathname.startsWith(place.to) || pathname.startsWith(`/app${place.to}`);
          const badge = counts[place.to];
          return (
            <li key={place.to}>
              <Tooltip label={badge === undefined ? place.label : `${place.label}: ${badge.words}`} position="right" disabled={!isCollapsed}>
                <Link to={place.to} search={place.keepsScope === true ? scope : {}} className="rail-link" aria-current={isHere ? 'page' : undefined}>
                  {place.icon}
                  <span className={isCollapsed ? 'visually-hidden' : 'rail-label'}>{place.label}</span>
                  {badge === undefined ? null : (
                    <span className={`rail-count rail-count-${badge.tone}`}>
                      <span aria-hidden="true">{isCollapsed ? '' : count(badge.value)}</span>
                      <span className="visually-hidden">{badge.words}</span>
                    </span>
                  )}
                </Link>
              </Tooltip>
            </li>
          );
        })}
      </ul>
      <RailFoot isCollapsed={isCollapsed} onToggle={onToggle} />
    </nav>
  );
}

function RailFoot({ isCollapsed, onToggle }: { isCollapsed: boolean; onToggle: (() => void) | undefined }) {
  const { data } = useQuery(sessionQuery);
  const label = isCollapsed ? 'Widen the menu' : 'Narrow the menu';
  return (
    <div className="rail-foot">
      {isCollapsed || data === undefined ? null : (
        <Tooltip label={data.mode === 'local' ? 'Local mode: the service listens on this machine only and has no account, so you act as administrator.' : `You are ${roleNames[data.role]}.`} position="right">
          <span className="rail-person" tabIndex={0}>
            <span className="cut">{data.name}</span>
            <span className="dim">v{data.version}</span>
          </span>
        </Tooltip>
      )}
      {onToggle === undefined ? null : (
        <Tooltip label={label} position="right">
          <ActionIcon variant="subtle" color="gray" onClick={onToggle} aria-label={label} className="rail-toggle">
            <CollapseIcon />
          </ActionIcon>
        </Tooltip>
      )}
    </div>
  );
}
