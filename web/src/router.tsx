import { createRootRoute, createRoute, createRouter } from '@tanstack/react-router';
import { PageError } from './components/states.tsx';
import { Shell } from './components/shell.tsx';
import { DeliveriesPage } from './pages/deliveries.tsx';
import { FilesPage } from './pages/files.tsx';
import { FindingsPage } from './pages/findings.tsx';
import { InventoryPage } from './pages/inventory.tsx';
import { NotFoundPage } from './pages/not-found.tsx';
import { OverviewPage } from './pages/overview.tsx';
import { RunPage } from './pages/run.tsx';
import { RunsPage } from './pages/runs.tsx';
import { SchedulesPage } from './pages/schedules.tsx';
import { SettingsPage } from './pages/settings.tsx';
import type { Search } from './search-state.ts';

const rootRoute = createRootRoute({
  component: Shell,
  notFoundComponent: NotFoundPage,
  errorComponent: ({ error, reset }) => <PageError error={error} onRetry={reset} />,
  validateSearch: (raw: Record<string, unknown>): Search =>
    Object.fromEntries(Object.entries(raw).flatMap(([name, value]) => (typeof value === 'string' && value !== '' ? [[name, value]] : []))),
});
const at = <const Path extends string>(path: Path, component: () => React.ReactNode) => createRoute({ getParentRoute: () => rootRoute, path, component });

const routeTree = rootRoute.addChildren([
  at('/', OverviewPage),
  at('/findings', FindingsPage),
  at('/inventory', InventoryPage),
  at('/files', FilesPage),
  at('/schedules', SchedulesPage),
  at('/runs', RunsPage),
  at('/runs/$runId', RunPage),
  at('/deliveries', DeliveriesPage),
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
