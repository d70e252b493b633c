import { Button, Group, Modal, Textarea } from '@mantine/core';
import { useState } from 'react';

export function SuppressDialog({ isOpen, onClose, onSuppress }: { isOpen: boolean; onClose: () => void; onSuppress: (note: string) => void }) {
  const [note, setNote] = useState('');
  return (
    <Modal opened={isOpen} onClose={onClose} title="Suppress this finding" size={440}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onSuppress(note.trim());
          onClose();
        }}
      >
        <p className="dim dialog-text">It leaves the list and is no longer counted, until you open it again.</p>
        <Textarea data-autofocus label="Why" description="Kept in its history, for the next person who asks." autosize minRows={2} maxLength={1000} value={note} onChange={(event) => setNote(event.currentTarget.value)} />
        <Group justify="flex-end" mt="md" gap={8}>
          <Button variant="default" onClick={onClose}>Keep it</Button>
          <Button type="submit">Suppress</Button>
        </Group>
      </form>
    </Modal>
  );
}
