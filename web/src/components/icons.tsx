import type { ReactNode } from 'react';

interface IconProps {
  size?: number;
  className?: string;
}

function icon(paths: ReactNode) {
  return function Icon({ size = 16, className }: IconProps) {
    return (
      <svg width={size} height={size} viewBox="0 0 16 16" fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true" focusable="false" className={className}>
        {paths}
      </svg>
    );
  };
}

export const OverviewIcon = icon(<path d="M2.5 2.5h4v5h-4zM9.5 2.5h4v3h-4zM9.5 8.5h4v5h-4zM2.5 10.5h4v3h-4z" />);
export const FindingsIcon = icon(<><path d="M8 2.2 14 13H2z" /><path d="M8 6.5v3M8 11.4v.1" /></>);
export const InventoryIcon = icon(<><path d="m8 2 5.5 3v6L8 14l-5.5-3V5z" /><path d="M2.5 5 8 8l5.5-3M8 8v6" /></>);
export const GovernanceIcon = icon(<><path d="M8 2v12M3.5 4.500h9M3.500 4.500 1.800 9h3.400zM12.500 4.500 10.800 9h3.400zM5.500 14h5" /></>);
export const FilesIcon = icon(<><path d="M4 1.8h5l3.2 3.2v9.2H4z" /><path d="M9 1.8V5h3.2M6 8.5h4M6 11h4" /></>);
export const ExtractionIcon = icon(<><path d="M2.5 3.5c0-1 2-1.7 4.5-1.7s4.5.7 4.5 1.7-2 1.7-4.5 1.7-4.5-.7-4.5-1.7z" /><path d="M2.5 3.5v8c0 1 2 1.7 4.5 1.7M11.5 3.5V7M2.5 7.5c0 1 2 1.7 4.5 1.7M9 11.5h5M12 9.5l2 2-2 2" /></>);
export const SchedulesIcon = icon(<><circle cx="8" cy="8" r="6" /><path d="M8 4.6V8l2.4 1.6" /></>);
export const RunsIcon = icon(<path d="M2 8h2.5L6.5 3l3 10 2-5H14" />);
export const DeliveriesIcon = icon(<path d="M14 2 7 9M14 2l-4.2 12L7 9 2 6.2z" />);
export const SettingsIcon = icon(<><path d="M2 4.5h6M12 4.5h2M2 11.5h2M8 11.5h6" /><circle cx="10" cy="4.5" r="1.8" /><circle cx="6" cy="11.5" r="1.8" /></>);
export const SearchIcon = icon(<><circle cx="7" cy="7" r="4.5" /><path d="m10.5 10.5 3.5 3.5" /></>);
export const SunIcon = icon(<><circle cx="8" cy="8" r="3" /><path d="M8 1.5v1M8 13.5v1M1.5 8h1M13.5 8h1M3.4 3.4l.7.7M11.9 11.9l.7.7M3.4 12.6l.7-.7M11.9 4.1l.7-.7" /></>);
export const MoonIcon = icon(<path d="M13.5 9.6A5.8 5.8 0 0 1 6.4 2.5a5.8 5.8 0 1 0 7.1 7.1z" />);
export const CloseIcon = icon(<path d="m4 4 8 8M12 4l-8 8" />);
export const CopyIcon = icon(<><path d="M5.5 5.5h8v8h-8z" /><path d="M10.5 3.5v-1h-8v8h1" /></>);
export const CheckIcon = icon(<path d="m3 8.5 3.2 3.2L13 4.8" />);
export const PlayIcon = icon(<path d="M4.5 2.8v10.4L13 8z" />);
export const PauseIcon = icon(<path d="M5.5 3v10M10.5 3v10" />);
export const ChevronIcon = icon(<path d="m4 6 4 4 4-4" />);
export const CollapseIcon = icon(<><path d="M2.5 2.5h11v11h-11zM6 2.5v11" /><path d="m10.8 6.3-1.6 1.7 1.6 1.7" /></>);
export const DownloadIcon = icon(<path d="M8 2v8M4.5 7 8 10.5 11.5 7M2.5 13.5h11" />);
export const RefreshIcon = icon(<path d="M13.5 3v3.5H10M13 6.3A5.4 5.4 0 1 0 13.4 9" />);
export const EyeOffIcon = icon(<path d="M2 2l12 12M6.5 6.6a2 2 0 0 0 2.8 2.8M4.2 4.6C2.6 5.7 1.5 8 1.5 8s2.3 4.5 6.5 4.5c1.1 0 2.1-.3 2.9-.8M6.8 3.6c.4-.1.8-.1 1.2-.1 4.2 0 6.5 4.5 6.5 4.500s-.5 1-1.5 2.1" />);
export const CloudIcon = icon(<path d="M4.5 12.500a3 3 0 0 1-.4-6 4 4 0 0 1 7.7-.9 3.5 3.5 0 0 1-.3 6.900z" />);
export const KeyIcon = icon(<><circle cx="5" cy="11" r="2.8" /><path d="m7 9 6-6M10.5 5.500l2 2" /></>);
export const LockIcon = icon(<path d="M3.5 7h9v6.500h-9zM5.5 7V5a2.5 2.5 0 0 1 5 0v2" />);
export const MoreIcon = icon(<path d="M3.5 8v.01M8 8v.01M12.5 8v.01" />);
export const LinkIcon = icon(<path d="M6 3H3v10h10v-3M9 3h4v4M13 3 7.5 8.5" />);
export const MenuIcon = icon(<path d="M2.5 4.500h11M2.5 8h11M2.5 11.500h11" />);
export const BoltIcon = icon(<path d="M9 1.5 3.5 9H8l-1 5.5L12.5 7H8z" />);
export const StopIcon = icon(<path d="M4 4h8v8H4z" />);
export const UploadIcon = icon(<path d="M8 10.5V2.5M4.5 6 8 2.5 11.5 6M2.5 13.5h11" />);
export const FolderIcon = icon(<path d="M1.8 3.5h4l1.4 1.7h7v7.8H1.8z" />);
export const PersonIcon = icon(<><circle cx="8" cy="5.3" r="2.8" /><path d="M2.8 14c.5-3 2.5-4.5 5.2-4.5s4.7 1.5 5.2 4.5" /></>);
export const ShieldIcon = icon(<><path d="M8 1.8 13 3.5v4.3c0 3-2 5.2-5 6.4-3-1.2-5-3.4-5-6.4V3.5z" /><path d="m5.7 8 1.7 1.7 3-3.4" /></>);
export const AwsMark = icon(<><path d="M3 10.5 8 2l5 8.5" /><path d="M1.8 12.200c3.6 2.4 8.8 2.4 12.4 0" /></>);

export function Mark({ size = 22 }: IconProps) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="8" fill="#4f5bd5" />
      <path d="M16 6a10 10 0 1 0 10 10" fill="none" stroke="#fff" strokeWidth="3" strokeLinecap="round" />
      <circle cx="16" cy="16" r="3.4" fill="#fff" />
    </svg>
  );
}
