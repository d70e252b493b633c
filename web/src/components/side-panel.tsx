import { ActionIcon, FocusTrap, Tooltip } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useEffect, useRef, type ReactNode } from 'react';
import { CloseIcon } from './icons.tsx';

interface SidePanelProps {
  label: string;
  onClose: () => void;
  /** Changes when another thing is shown. */
  about: string;
  actions?: ReactNode;
  children: ReactNode;
}

/** A drawer that leaves the list beside it usable; on small screens it takes the whole page. */
export function SidePanel({ label, onClose, about, actions, children }: SidePanelProps) {
  const panel = useRef<HTMLElement>(null);
  const isWhole = useMediaQuery('(max-width: 1099px)', false, { getInitialValueInEffect: false });
  const opener = useRef(document.activeElement);

  useEffect(() => {
    const before = opener.current;
    document.documentElement.setAttribute('data-panel', 'open');
    return () => {
      document.documentElement.removeAttribute('data-panel');
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, []);
  useEffect(() => {
    panel.current?.querySelector('.panel-body')?.scrollTo(0, 0);
    if (isWhole) panel.current?.focus({ preventScroll: true });
  }, [about, isWhole]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const isElsewhere = event.target instanceof HTMLElement && event.target.closest('input, textarea, [role=dialog]:not(.panel), [role=listbox], [role=menu]') !== null;
      if (event.key === 'Escape' && !event.defaultPrevented && !isElsewhere) onClose();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [onClose]);

  return (
    <>
      {isWhole ? <div className="panel-scrim" aria-hidden="true" onClick={onClose} /> : null}
      <FocusTrap active={isWhole}>
        <aside ref={panel} className="panel" role="dialog" aria-modal={isWhole} aria-label={label} tabIndex={-1}>
          <div className="panel-bar">
            <div className="panel-actions">{actions}</div>
            <Tooltip label="Close (Esc)">
              <ActionIcon variant="subtle" color="gray" onClick={onClose} aria-label="Close">
                <CloseIcon />
              </ActionIcon>
            </Tooltip>
          </div>
          <div className="panel-body">{children}</div>
        </aside>
      </FocusTrap>
    </>
  );
}
