import { Button, Tooltip, type ButtonProps } from '@mantine/core';
import type { ComponentPropsWithoutRef, ReactNode } from 'react';
import { useMay, type Doing } from '../may.ts';
import { LockIcon } from './icons.tsx';

type MayButtonProps = ButtonProps & Omit<ComponentPropsWithoutRef<'button'>, keyof ButtonProps> & {
  doing?: Doing;
  /** Goes on after "Only Technical users and administrators ...". */
  what: string;
};

type LockedButtonProps = ButtonProps & { reason: string };

/** A button that may not be pressed, with why. */
export function LockedButton({ reason, ...rest }: LockedButtonProps) {
  return (
    <Tooltip label={reason}>
      <Button {...rest} type="button" loading={false} disabled={false} leftSection={<LockIcon size={13} />} data-disabled aria-disabled="true" onClick={(event) => event.preventDefault()} />
    </Tooltip>
  );
}

/** A button that stays visible for who may not press it, and says which role may. */
export function MayButton({ doing = 'operate', what, onClick, leftSection, type, ...rest }: MayButtonProps) {
  const may = useMay(doing, what);
  if (may.ok) return <Button leftSection={leftSection} type={type ?? 'button'} onClick={onClick} {...rest} />;
  const { variant, size, className, children } = rest;
  return <LockedButton reason={may.reason} {...(variant === undefined ? {} : { variant })} {...(size === undefined ? {} : { size })} {...(className === undefined ? {} : { className })}>{children}</LockedButton>;
}

/** Controls that one may look at and not use, with the reason above them. */
export function LockedFor({ doing = 'operate', what, children }: { doing?: Doing; what: string; children: ReactNode }) {
  const may = useMay(doing, what);
  if (may.ok) return <>{children}</>;
  return (
    <>
      <LockedPanel reason={may.reason} />
      <fieldset disabled className="locked-fields">{children}</fieldset>
    </>
  );
}

export function LockedPanel({ reason, children }: { reason: string; children?: ReactNode }) {
  return (
    <div className="locked-panel" role="note">
      <span className="locked-mark"><LockIcon size={16} /></span>
      <div>
        <p>{reason}</p>
        {children}
      </div>
    </div>
  );
}
