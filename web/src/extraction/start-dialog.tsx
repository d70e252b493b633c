import * as c from '../../../src/api/contract/index.ts';
import { Button, Group, Modal } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { told, useChange } from '../actions.tsx';
import { call } from '../api/client.ts';
import { MayButton } from '../components/may.tsx';
import { Estimate } from './estimate.tsx';
import { ScopeFields } from './scope-fields.tsx';
import { bodyOfScope, everything, type ScopeForm } from './scope-form.ts';

/** Starts a job and shows it. */
export function useExtract(onDone?: () => void) {
  const navigate = useNavigate();
  return useChange(
    (body: Record<string, unknown>) => call(c.extractAnswer, '/extraction/extract', { method: 'POST', body }),
    ['jobs', 'session'],
    (answer) => {
      onDone?.();
      told('Extraction started', answer.message.includes('Left out') ? answer.message : 'You can watch it here, or go on: it runs by itself.');
      void navigate({ to: '/extraction/jobs/$jobId', params: { jobId: answer.job_id } });
    },
  );
}

/** Takes everything, without a question. */
export function ExtractNow({ size = 'sm', variant = 'filled' }: { size?: string; variant?: string }) {
  const extract = useExtract();
  return <MayButton what="start extractions" size={size} variant={variant} loading={extract.isPending} onClick={() => extract.mutate({})}>Extract now</MayButton>;
}

function Form({ onClose }: { onClose: () => void }) {
  const [form, setForm] = useState<ScopeForm>(everything);
  const extract = useExtract(onClose);
  return (
    <form className="fields" onSubmit={(event) => { event.preventDefault(); extract.mutate(bodyOfScope(form)); }}>
      <ScopeFields form={form} onChange={(patch) => setForm((before) => ({ ...before, ...patch }))} withClouds />
      <Estimate form={form} />
      <Group justify="flex-end" gap={8}>
        <Button variant="default" onClick={onClose}>Close</Button>
        <Button type="submit" loading={extract.isPending}>Start the extraction</Button>
      </Group>
    </form>
  );
}

export function StartDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  return <Modal opened={isOpen} onClose={onClose} title="Start an extraction" size={620} centered={false} yOffset="6vh"><Form onClose={onClose} /></Modal>;
}
