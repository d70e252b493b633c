import { Modal, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useId, useState, type KeyboardEvent } from 'react';
import { useScanNow } from '../actions.tsx';
import { MoonIcon, PlayIcon, SearchIcon } from './icons.tsx';
import { useExtract } from '../extraction/start-dialog.tsx';
import { useMay } from '../may.ts';
import { places } from './rail.tsx';
import { useToggleTheme } from './theme-toggle.ts';

interface Command {
  id: string;
  label: string;
  icon: React.ReactNode;
  run: () => void;
}

function useCommands(text: string): Command[] {
  const navigate = useNavigate();
  const scan = useScanNow();
  const extract = useExtract();
  const toggleTheme = useToggleTheme();
  const mayScan = useMay('operate').ok;
  const settings = ['Channels', 'Connections', 'Rules', 'Service', 'People', 'API tokens', 'My account', 'Audit log'].map((label): Command => ({
    id: `settings-${label}`,
    label: `Settings: ${label.toLowerCase()}`,
    icon: places.at(-1)?.icon,
    run: () => void navigate({ to: '/settings/$section', params: { section: label.toLowerCase().replace(/^(api|my) /, '').replace(' ', '-') } }),
  }));
  const all: Command[] = [
    ...(mayScan ? [{ id: 'scan', label: 'Run a scan now', icon: <PlayIcon />, run: () => scan.mutate() }, { id: 'extract', label: 'Extract everything now', icon: <PlayIcon />, run: () => extract.mutate({}) }] : []),
    ...places.map((place): Command => ({ id: place.to, label: `Go to ${place.label.toLowerCase()}${place.to === '/files' ? ' (file audit)' : ''}`, icon: place.icon, run: () => void navigate({ to: place.to, search: {} }) })),
    { id: 'extraction-schedules', label: 'Go to extraction schedules', icon: places.find(({ to }) => to === '/extraction')?.icon, run: () => void navigate({ to: '/extraction/schedules' }) },
    { id: 'transports', label: 'Go to transports', icon: places.find(({ to }) => to === '/extraction')?.icon, run: () => void navigate({ to: '/extraction/transports' }) },
    ...settings,
    { id: 'keys', label: 'Show High-risk access keys', icon: places[1]?.icon, run: () => void navigate({ to: '/findings', search: { risk: 'High' } }) },
    { id: 'theme', label: 'Switch between light and dark', icon: <MoonIcon />, run: toggleTheme },
  ];
  const words = text.trim().toLowerCase().split(/\s+/);
  const matching = all.filter((each) => words.every((word) => each.label.toLowerCase().includes(word)));
  if (text.trim() === '') return matching;
  return [...matching, { id: 'find-resources', label: `Search resources for “${text.trim()}”`, icon: <SearchIcon />, run: () => void navigate({ to: '/inventory', search: { q: text.trim() } }) }, { id: 'find', label: `Search findings for “${text.trim()}”`, icon: <SearchIcon />, run: () => void navigate({ to: '/findings', search: { q: text.trim() } }) }];
}

function Commands({ onClose }: { onClose: () => void }) {
  const [text, setText] = useState('');
  const [active, setActive] = useState(0);
  const commands = useCommands(text);
  const list = useId();
  const run = (command: Command | undefined): void => {
    if (command === undefined) return;
    onClose();
    command.run();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') run(commands[active]);
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    setActive((active + step + commands.length) % commands.length);
  };
  return (
    <div className="palette">
      <TextInput
        data-autofocus
        variant="unstyled"
        placeholder="What do you want to do?"
        aria-label="Command"
        role="combobox"
        aria-expanded="true"
        aria-controls={list}
        aria-activedescendant={`${list}-${active}`}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setActive(0);
        }}
        onKeyDown={onKeyDown}
        leftSection={<SearchIcon />}
      />
      <div id={list} role="listbox" aria-label="Commands" className="palette-list">
        {commands.map((command, index) => (
          // oxlint-disable-next-line click-events-have-key-events -- the keys are handled by the field above
          <div key={command.id} id={`${list}-${index}`} role="option" aria-selected={index === active} tabIndex={-1} className="palette-item" onMouseMove={() => setActive(index)} onClick={() => run(command)}>
            {command.icon}
            {command.label}
          </div>
        ))}
      </div>
    </div>
  );
}

export function Palette({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  return (
    <Modal opened={isOpen} onClose={onClose} withCloseButton={false} padding={0} size={520} yOffset="12vh" centered={false} attributes={{ content: { 'aria-label': 'Command palette' } }}>
      <Commands onClose={onClose} />
    </Modal>
  );
}
