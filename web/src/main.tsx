import './color-scheme.ts';
import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './styles/base.css';
import './styles/shell.css';
import './styles/parts.css';
import './styles/table.css';
import './styles/pages.css';
import './styles/forms.css';
import './styles/files.css';
import './styles/access.css';
import './styles/extraction.css';
import './styles/inventory.css';
import './styles/governance.css';
import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ApiError } from './api/client.ts';
import { router } from './router.tsx';
import { cssVariables, theme } from './theme.ts';

/** A session that has ended: the page asks who is there, and shows how to sign in where one was. */
function onError(error: unknown): void {
  if (error instanceof ApiError && error.problem.status === 401) void client.invalidateQueries({ queryKey: ['me'] });
}

const client = new QueryClient({
  queryCache: new QueryCache({ onError }),
  mutationCache: new MutationCache({ onError }),
  defaultOptions: {
    queries: {
      staleTime: 5000,
      refetchOnWindowFocus: true,
      retry: (failures, error) => failures < 2 && !(error instanceof ApiError && error.problem.status >= 400 && error.problem.status < 500),
      retryDelay: (attempt) => 400 * 2 ** attempt,
    },
  },
});

const scheme = localStorageColorSchemeManager({ key: 'mantine-color-scheme-value' });
const root = document.querySelector('#root');
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <MantineProvider theme={theme} cssVariablesResolver={cssVariables} colorSchemeManager={scheme} defaultColorScheme="auto">
        <Notifications position="bottom-left" autoClose={8000} transitionDuration={120} />
        <QueryClientProvider client={client}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </MantineProvider>
    </StrictMode>,
  );
}
