import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Outlet, useLocation } from '@tanstack/react-router';
import { useEffect } from 'react';
import { meQuery } from '../api/access-queries.ts';
import { ApiError } from '../api/client.ts';
import { Shell } from '../components/shell.tsx';
import { startLive } from '../live.ts';
import { Entry } from './entry.tsx';
import { FirstAccountPage } from './first-account.tsx';
import { SignInPage } from './sign-in.tsx';

function Live() {
  const client = useQueryClient();
  useEffect(() => startLive(client), [client]);
  return null;
}

/** Who is there decides what is shown. The address stays, so that signing in leads back to where one was. */
export function Gate() {
  const { pathname } = useLocation();
  const me = useQuery(meQuery);
  if (/^(\/app)?\/(invitation|reset)\/?$/.test(pathname)) return <Outlet />;
  if (me.data === undefined) {
    if (!me.isError) return null;
    const detail = me.error instanceof ApiError ? me.error.problem.detail : 'Try again.';
    return <Entry title="Roundsman does not answer" sub={detail}><Button size="sm" onClick={() => void me.refetch()}>Try again</Button></Entry>;
  }
  if (me.data.mode === 'set_up') return <FirstAccountPage />;
  if (me.data.mode === 'anonymous') return <SignInPage />;
  return <><Live /><Shell /></>;
}
