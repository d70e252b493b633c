import { useComputedColorScheme, useMantineColorScheme } from '@mantine/core';

export function useToggleTheme(): () => void {
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme('light');
  return () => setColorScheme(scheme === 'dark' ? 'light' : 'dark');
}
