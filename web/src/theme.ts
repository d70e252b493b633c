import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';

const slate: MantineColorsTuple = ['#f8fafc', '#f1f4f8', '#e4e9f0', '#d3dbe5', '#b6c1cf', '#8d9aac', '#66748a', '#4a586d', '#334155', '#1b2536'];
const night: MantineColorsTuple = ['#e4e8ef', '#c3cad6', '#9ba6b8', '#66738a', '#2d3646', '#222a38', '#181d27', '#10141b', '#0c0f15', '#07090d'];
const indigo: MantineColorsTuple = ['#eef0ff', '#dfe2fd', '#bcc2f8', '#98a1f4', '#7c87ee', '#6873e4', '#4f5bd5', '#434ec0', '#3842a3', '#2d3585'];

export const theme = createTheme({
  primaryColor: 'indigo',
  primaryShade: { light: 6, dark: 6 },
  colors: { gray: slate, dark: night, indigo },
  fontFamily: 'Inter, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace',
  defaultRadius: 6,
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  spacing: { xs: '8px', sm: '12px', md: '16px', lg: '24px', xl: '32px' },
  headings: {
    fontWeight: '620',
    sizes: { h1: { fontSize: '20px', lineHeight: '28px' }, h2: { fontSize: '16px', lineHeight: '24px' }, h3: { fontSize: '14px', lineHeight: '20px' } },
  },
  respectReducedMotion: true,
  cursorType: 'pointer',
  components: {
    Button: { defaultProps: { size: 'xs' } },
    TextInput: { defaultProps: { size: 'sm' } },
    Select: { defaultProps: { size: 'sm', withCheckIcon: true, checkIconPosition: 'right' } },
    Tooltip: { defaultProps: { openDelay: 250, multiline: true, maw: 340, fz: 12, transitionProps: { duration: 80 } } },
    Popover: { defaultProps: { transitionProps: { duration: 80 }, shadow: 'md' } },
    Menu: { defaultProps: { transitionProps: { duration: 80 }, shadow: 'md' } },
    Modal: { defaultProps: { transitionProps: { duration: 100 }, centered: true, closeButtonProps: { 'aria-label': 'Close' } } },
    Notification: { defaultProps: { closeButtonProps: { 'aria-label': 'Dismiss' } } },
    Skeleton: { defaultProps: { radius: 6 } },
  },
});

/** Words that are quieter stay readable: 4.5:1 or more on page and card. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: { '--mantine-color-error': '#b42318', '--mantine-color-dimmed': '#526075', '--mantine-color-placeholder': '#66748a', '--mantine-color-anchor': '#434ec0' },
  dark: { '--mantine-color-error': '#ff8f85', '--mantine-color-dimmed': '#9ba6b8', '--mantine-color-placeholder': '#8290a5', '--mantine-color-anchor': '#a5adf6' },
});
