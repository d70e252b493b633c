import { Button, Group, Modal, TextInput } from '@mantine/core';
import { useState } from 'react';

interface PauseProps {
  name: string;
  isOpen: boolean;
  onClose: () => void;
  onPause: (note: string) => void;
}

export function PauseDialog({ name, isOpen, onClose, onPause }: PauseProps) {
  const [note, setNote] = useState('');
  return (
    <Modal opened={isOpen} onClose={onClose} title={`Pause ${name}`} size={420}>
      <form onSubmit={(event) => { event.preventDefault(); onPause(note.trim()); onClose(); }}>
        <TextInput data-autofocus label="Why" description="Shown beside it until somebody resumes it." maxLength={500} value={note} onChange={(event) => setNote(event.currentTarget.value)} />
        <Group justify="flex-end" mt="md" gap={8}>
          <Button variant="default" onClick={onClose}>Leave it on</Button>
          <Button type="submit">Pause</Button>
        </Group>
      </form>
    </Modal>
  );
}

interface DeleteProps {
  name: string;
  /** What is left of it, as the beginning of a sentence. */
  keeps?: string;
  warning?: string;
  isOpen: boolean;
  onClose: () => void;
  onDelete: () => void;
}

/** There is no way back, so the name has to be typed. */
export function DeleteDialog({ name, keeps = 'Its runs and findings stay', warning = 'it will not run again', isOpen, onClose, onDelete }: DeleteProps) {
  const [typed, setTyped] = useState('');
  return (
    <Modal opened={isOpen} onClose={onClose} title={`Delete ${name}`} size={420}>
      <form onSubmit={(event) => { event.preventDefault(); if (typed === name) { onDelete(); onClose(); } }}>
        <p className="dim dialog-text">{keeps}; {warning}. This cannot be taken back.</p>
        <TextInput data-autofocus label={`Type “${name}” to delete it`} value={typed} onChange={(event) => setTyped(event.currentTarget.value)} autoComplete="off" />
        <Group justify="flex-end" mt="md" gap={8}>
          <Button variant="default" onClick={onClose}>Keep it</Button>
          <Button type="submit" color="red" disabled={typed !== name}>Delete</Button>
        </Group>
      </form>
    </Modal>
  );
}
