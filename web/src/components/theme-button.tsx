import { ActionIcon, Tooltip, useComputedColorScheme } from '@mantine/core';
import { MoonIcon, SunIcon } from './icons.tsx';
import { useToggleTheme } from './theme-toggle.ts';

export function LightDark() {
  const scheme = useComputedColorScheme('light');
  const toggle = useToggleTheme();
  const label = scheme === 'dark' ? 'Use the light theme' : 'Use the dark theme';
  return (
    <Tooltip label={label}>
      <ActionIcon variant="subtle" color="gray" onClick={toggle} aria-label={label}>
        {scheme === 'dark' ? <SunIcon /> : <MoonIcon />}
      </ActionIcon>
    </Tooltip>
  );
}
