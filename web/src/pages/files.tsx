import { FilesIcon } from '../components/icons.tsx';
import { PageHead } from '../components/parts.tsx';
import { Empty } from '../components/states.tsx';

export function FilesPage() {
  return (
    <div className="page page-form">
      <PageHead title="No files are watched" sub="Not known: nothing looks at files yet." />
      <section className="card">
        <Empty icon={<FilesIcon />} title="File watching is not built yet">
          It will keep a fingerprint of each file you name, look again every few minutes, and tell you when one is no longer as you approved it. Until then, the overview shows its figure as unknown, not as good.
        </Empty>
      </section>
    </div>
  );
}
