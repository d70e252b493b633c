import { createRootRoute, createRoute, createRouter } from '@tanstack/react-router';
import { Readable } from './components/readable.tsx';
import { PageError } from './components/states.tsx';
import { Gate } from './entry/gate.tsx';
import { InvitationPage, ResetPage } from './entry/link-pages.tsx';
import { DeliveriesPage } from './pages/deliveries.tsx';
import { ExtractionPage } from './pages/extraction.tsx';
import { ExtractionSchedulesPage } from './pages/extraction-schedules.tsx';
import { FilesPage } from './pages/files.tsx';
import { FindingsPage } from './pages/findings.tsx';
import { GovernancePage } from './pages/governance.tsx';
import { InventoryPage } from './pages/inventory.tsx';
import { JobPage } from './pages/job.tsx';
import { NotFoundPage } from './pages/not-found.tsx';
import { OverviewPage } from './pages/overview.tsx';
import { ResourcePage } from './pages/resource.tsx';
import { RunPage } from './pages/run.tsx';
import { RunsPage } from './pages/runs.tsx';
import { SchedulesPage } from './pages/schedules.tsx';
import { SettingsPage } from './pages/settings.tsx';
import { TransportsPage } from './pages/transports.tsx';
import type { Search } from './search-state.ts';

const rootRoute = createRootRoute({
  component: Gate,
  notFoundComponent: NotFoundPage,
  errorComponent: ({ error, reset }) => <PageError error={error} onRetry={reset} />,
  validateSearch: (raw: Record<string, unknown>): Search =>
    Object.fromEntries(Object.entries(raw).flatMap(([name, value]) => (typeof value === 'string' && value !== '' ? [[name, value]] : []))),
});
const at = <const Path extends string>(path: Path, component: () => React.ReactNode) => createRoute({ getParentRoute: () => rootRoute, path, component });
/** Pages about the whole estate. */
const estate = <const Path extends string>(path: Path, title: string, Page: () => React.ReactNode) => at(path, () => <Readable title={title}><Page /></Readable>);

const routeTree = rootRoute.addChildren([
  estate('/', 'Overview', OverviewPage),
  estate('/findings', 'Findings', FindingsPage),
  estate('/inventory', 'Inventory', InventoryPage),
  estate('/inventory/resource', 'Resource', ResourcePage),
  estate('/governance', 'Governance', GovernancePage),
  at('/files', FilesPage),
  estate('/extraction', 'Extraction', ExtractionPage),
  estate('/extraction/schedules', 'Extraction', ExtractionSchedulesPage),
  estate('/extraction/transports', 'Extraction', TransportsPage),
  estate('/extraction/jobs/$jobId', 'Extraction', JobPage),
  estate('/schedules', 'Schedules', SchedulesPage),
  estate('/runs', 'Runs', RunsPage),
  estate('/runs/$runId', 'Run', RunPage),
  estate('/deliveries', 'Deliveries', DeliveriesPage),
  at('/invitation', InvitationPage),
  at('/reset', ResetPage),
  at('/settings', SettingsPage),
  at('/settings/$section', SettingsPage),
]);

export const router = createRouter({
  routeTree,
  basepath: '/app',
  defaultPreload: false,
  scrollRestoration: true,
  // Plain names and values: an account number stays as it is, without quotes.
  parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
  stringifySearch: (search) => {
    const params = new URLSearchParams();
    for (const [name, value] of Object.entries(search)) if (typeof value === 'string' && value !== '') params.set(name, value);
    const text = params.toString().replaceAll('%2C', ',').replaceAll('%3A', ':');
    return text === '' ? '' : `?${text}`;
  },
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
