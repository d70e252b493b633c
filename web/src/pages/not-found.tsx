import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Empty } from '../components/states.tsx';

export function NotFoundPage() {
  return (
    <div className="page">
      <Empty title="There is no such page" action={<Button component={Link} to="/" variant="default">To the overview</Button>}>The address may be mistyped, or from another version.</Empty>
    </div>
  );
}
