import * as c from '../../../src/api/contract/index.ts';
import { Link } from '@tanstack/react-router';
import { told, useChange } from '../actions.tsx';
import { call } from '../api/client.ts';
import { MayButton } from '../components/may.tsx';
import { Card } from '../components/parts.tsx';
import { Empty } from '../components/states.tsx';
import { count } from '../format.ts';
import { transportKinds, type JobTransport } from './words.ts';

/** Sends again what was given up: of one job, or of all. */
export function Resend({ id, jobId, size = 'compact-sm' }: { id: string; jobId?: string; size?: string }) {
  const resend = useChange(
    () => call(c.resendAnswer, `/api/v1/transports/${encodeURIComponent(id)}/resend`, { method: 'POST', body: jobId === undefined ? {} : { job_id: jobId } }),
    ['transports', 'jobs', 'job', 'session'],
    (answer) => told('Sending again', answer.message),
  );
  return <MayButton what="send batches again" variant="default" size={size} loading={resend.isPending} onClick={() => resend.mutate(undefined)}>Send again</MayButton>;
}

function Row({ transport, jobId, isRunning }: { transport: JobTransport; jobId: string; isRunning: boolean }) {
  const { delivered, failed, waiting } = transport;
  const isWhole = !isRunning && transport.state === 'cut' && waiting === 0 && failed === 0;
  return (
    <tr>
      <td>
        <strong>{transport.name}</strong> <span className="dim">· {transportKinds[transport.type as 'http'] ?? transport.type}{transport.only_changes ? ', only changes' : ''}</span>
        <span className="cell-sub breaks">{transport.destination}</span>
        <span className="cell-sub only-sm">{count(delivered)} delivered{waiting > 0 ? `, ${count(waiting)} waiting` : ''}</span>
      </td>
      <td className="right num nowrap from-sm">{count(delivered)}</td>
      <td className="right num nowrap from-sm">{waiting === 0 ? <span className="dim">0</span> : <span className="tone-attention">{count(waiting)}</span>}</td>
      <td className="right num nowrap">{failed === 0 ? <span className="dim">0</span> : <span className="tone-bad">{count(failed)}</span>}</td>
      <td className="right nowrap above">{failed > 0 ? <Resend id={transport.id} jobId={jobId} /> : isWhole ? <span className="tone-good">All delivered</span> : <span className="dim">{waiting > 0 ? 'On its way' : 'Follows the reading'}</span>}</td>
    </tr>
  );
}

/** Who got what of the job. */
export function JobTransports({ transports, jobId, isRunning }: { transports: JobTransport[]; jobId: string; isRunning: boolean }) {
  return (
    <Card flush className="gap-below" title="Handed on" aside={<Link to="/extraction/transports">All transports</Link>}>
      {transports.length === 0 ? <Empty title="No transport took part">What was read is in the inventory. Set up a transport and the next job hands it on.</Empty> : (
        <table className="table">
          <thead><tr><th>Transport</th><th className="right from-sm">Delivered</th><th className="right from-sm">Waiting</th><th className="right">Failed</th><th><span className="visually-hidden">State</span></th></tr></thead>
          <tbody>{transports.map((each) => <Row key={each.id} transport={each} jobId={jobId} isRunning={isRunning} />)}</tbody>
        </table>
      )}
    </Card>
  );
}
