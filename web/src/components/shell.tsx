import { ActionIcon, Badge, Drawer, Kbd, Tooltip } from '@mantine/core';
import { useHotkeys, useLocalStorage } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Outlet, useLocation } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { sessionQuery } from '../api/queries.ts';
import { useLive, type LiveState } from '../live.ts';
import { MenuIcon } from './icons.tsx';
import { Palette } from './palette.tsx';
import { PersonMenu } from './person-menu.tsx';
import { Rail } from './rail.tsx';
import { ScopeSwitcher } from './scope-switcher.tsx';
import { SearchBox } from './search-box.tsx';
import { TamperToasts } from './tamper-toasts.tsx';
import { LightDark } from './theme-button.tsx';

const liveWords: Record<LiveState, string> = {
  connected: 'Live: changes appear by themselves',
  connecting: 'Connecting',
  'catching up': 'Catching up on what you missed',
  offline: 'Offline: trying to reach the service again',
};

function LiveDot() {
  const { state } = useLive();
  return (
    <Tooltip label={liveWords[state]}>
      <span className={`live live-${state.replace(' ', '-')}`} role="status" tabIndex={0}>
        <span className="live-dot" aria-hidden="true" />
        <span className="live-word">{state === 'connected' ? 'Live' : state.charAt(0).toUpperCase() + state.slice(1)}</span>
      </span>
    </Tooltip>
  );
}

function DemoBadge() {
  const { data } = useQuery(sessionQuery);
  if (data?.is_demo !== true) return null;
  return (
    <Tooltip label="What you see is a simulated estate on this machine. Nothing here is a real account.">
      <Badge variant="outline" color="indigo" className="demo-badge" tt="none" tabIndex={0}>
        <span className="wide-only">Demo: simulated estate</span>
        <span className="narrow-only">Demo</span>
      </Badge>
    </Tooltip>
  );
}

export function Shell() {
  const [isCollapsed, setCollapsed] = useLocalStorage({ key: 'roundsman-rail', defaultValue: false });
  const [isMenuOpen, setMenuOpen] = useState(false);
  const [isPaletteOpen, setPaletteOpen] = useState(false);
  const { pathname } = useLocation();
  useEffect(() => setMenuOpen(false), [pathname]);
  useHotkeys([['mod+K', () => setPaletteOpen(true)]], []);
  return (
    <div className="shell" data-collapsed={isCollapsed}>
      <a href="#main" className="skip">Skip to content</a>
      <Rail isCollapsed={isCollapsed} onToggle={() => setCollapsed(!isCollapsed)} />
      <Drawer opened={isMenuOpen} onClose={() => setMenuOpen(false)} size={248} withCloseButton={false} padding={0} transitionProps={{ duration: 120 }} attributes={{ content: { 'aria-label': 'Menu' } }}>
        <Rail isCollapsed={false} inDrawer />
      </Drawer>
      <div className="shell-main">
        <div className="topbar" role="banner">
          <ActionIcon variant="subtle" color="gray" className="burger" onClick={() => setMenuOpen(true)} aria-label="Open the menu">
            <MenuIcon />
          </ActionIcon>
          <ScopeSwitcher />
          <SearchBox />
          <div className="topbar-right">
            <DemoBadge />
            <LiveDot />
            <Tooltip label="Commands (Ctrl K)">
              <button type="button" className="palette-button" onClick={() => setPaletteOpen(true)} aria-label="Ctrl K: open the command palette">
                <Kbd size="xs">Ctrl K</Kbd>
              </button>
            </Tooltip>
            <LightDark />
            <PersonMenu />
          </div>
        </div>
        <main id="main" tabIndex={-1}>
          <Outlet />
        </main>
      </div>
      <TamperToasts />
      <Palette isOpen={isPaletteOpen} onClose={() => setPaletteOpen(false)} />
    </div>
  );
}
