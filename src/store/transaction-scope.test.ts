import { setTimeout as sleep } from 'node:timers/promises';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { copyDataDir, openTestStore, type TestStore } from '../../test/open-test-store.ts';
import type { Db } from './db.ts';
import { openEmbedded } from './embedded/embedded-db.ts';

let store: TestStore;
let db: Db;
beforeAll(async () => {
  store = await openTestStore();
  ({ db } = store);
  await db.query('create table note (text text primary key)');
});
afterAll(() => store.close());
beforeEach(() => db.query('delete from note'));

const add = (text: string): Promise<unknown> => db.query('insert into note values ($1)', [text]);
const notes = async (): Promise<string[]> => (await db.query<{ text: string }>('select text from note order by text')).map(({ text }) => text);
const refused = (): Promise<unknown> => db.query('select * from nowhere');
const fail = (): never => {
  throw new Error('undo it');
};
/** With one session a deadlock is silent: nothing here may take longer. */
const soon = <Result>(work: Promise<Result>): Promise<Result> => Promise.race([work, sleep(10_000, undefined, { ref: false }).then(() => Promise.reject(new Error('nothing moved for ten seconds')))]);

describe('a query while a transaction is open', () => {
  it('joins it through the root handle, from a helper that knows nothing of it', async () => {
    const helper = async (): Promise<string[]> => {
      await add('helper');
      return notes();
    };
    const seen = await soon(db.transaction(async () => {
      await add('own');
      return helper();
    }));
    expect(seen).toEqual(['helper', 'own']);
    await expect(soon(db.transaction(async () => {
      await add('second');
      await helper().catch(() => undefined);
      fail();
    }))).rejects.toThrow('undo it');
    expect(await notes()).toEqual(['helper', 'own']);
  });

  it('waits for it where it comes from another flow, and sees what it committed', async () => {
    const order: string[] = [];
    const transaction = db.transaction(async () => {
      await add('first');
      await sleep(50);
      order.push('committed');
    });
    const outside = notes().then((found) => {
      order.push('read');
      return found;
    });
    expect(await soon(Promise.all([transaction, outside]))).toEqual([undefined, ['first']]);
    expect(order).toEqual(['committed', 'read']);
  });

  it('runs many at once without waiting for each, in the order in which they were asked', async () => {
    const counts = await soon(db.transaction(async () => {
      const asked = ['a', 'b', 'c'].flatMap((text) => [add(text), notes()]);
      return (await Promise.all(asked)).filter((answer) => Array.isArray(answer) && typeof answer[0] === 'string').map((answer) => (answer as string[]).length);
    }));
    expect(counts).toEqual([1, 2, 3]);
  });

  it('lets transactions of several flows go one after another', async () => {
    await db.query(`insert into note values ('0')`);
    const raise = (): Promise<void> => db.transaction(async () => {
      const [old] = await notes();
      await sleep(2);
      await db.query('update note set text = $1', [String(Number(old) + 1)]);
    });
    await soon(Promise.all(Array.from({ length: 20 }, raise)));
    expect(await notes()).toEqual(['20']);
  });
});

describe('a flow that outlives its transaction', () => {
  it('finds itself outside: a floating promise neither fails nor holds anything up', async () => {
    let floating: Promise<unknown> = Promise.resolve();
    await soon(db.transaction(async () => {
      await add('inside');
      floating = (async () => {
        await sleep(30);
        await add('later');
      })();
    }));
    await soon(floating);
    expect(await notes()).toEqual(['inside', 'later']);
  });

  it('keeps what a timer writes after the transaction that started it was rolled back', async () => {
    const written = Promise.withResolvers<unknown>();
    await expect(soon(db.transaction(async () => {
      await add('undone');
      setTimeout(() => written.resolve(add('by the timer')), 20);
      fail();
    }))).rejects.toThrow('undo it');
    await soon(written.promise);
    expect(await notes()).toEqual(['by the timer']);
  });

  it('joins the outer transaction where a nested one started it and the outer waits for it', async () => {
    await expect(soon(db.transaction(async () => {
      let floating: Promise<unknown> = Promise.resolve();
      await db.transaction(async () => {
        floating = sleep(20).then(() => add('floating'));
      });
      await floating;
      expect(await notes()).toEqual(['floating']);
      fail();
    }))).rejects.toThrow('undo it');
    expect(await notes()).toEqual([]);
  });

  it('takes back what was asked without being waited for when the transaction fails', async () => {
    await expect(soon(db.transaction(async () => {
      void add('first');
      void add('second').catch(() => undefined);
      await Promise.resolve();
      fail();
    }))).rejects.toThrow('undo it');
    expect(await notes()).toEqual([]);
  });

  it('commits what was asked without being waited for when it succeeds', async () => {
    await soon(db.transaction(async () => {
      void add('first').then(() => add('set off by the first'));
      await Promise.resolve();
    }));
    expect(await soon(notes())).toContain('first');
  });
});

describe('a nested transaction', () => {
  it('undoes only itself', async () => {
    await soon(db.transaction(async () => {
      await add('outer');
      await expect(db.transaction(async () => {
        await add('inner');
        fail();
      })).rejects.toThrow('undo it');
      await add('after');
    }));
    expect(await notes()).toEqual(['after', 'outer']);
  });

  it('saves the outer one from a statement that fails', async () => {
    await soon(db.transaction(async () => {
      await add('outer');
      await db.transaction(refused).catch(() => undefined);
      await db.transaction(() => db.transaction(refused)).catch(() => undefined);
    }));
    expect(await notes()).toEqual(['outer']);
  });

  it('is undone with the outer one', async () => {
    await expect(soon(db.transaction(async () => {
      await db.transaction(() => db.transaction(() => add('inner')));
      fail();
    }))).rejects.toThrow('undo it');
    expect(await notes()).toEqual([]);
  });

  it('may run beside others of the same transaction, each with its own end', async () => {
    const results = await soon(db.transaction(() => Promise.allSettled(['a', 'b', 'c', 'd'].map((text) => db.transaction(async () => {
      await add(text);
      await sleep(5);
      if (text === 'b') fail();
      await db.transaction(() => add(`${text}${text}`));
    })))));
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
    expect(await notes()).toEqual(['a', 'aa', 'c', 'cc', 'd', 'dd']);
  });

  it('does not take along what the outer one writes at the same time', async () => {
    await soon(db.transaction(async () => {
      const inner = db.transaction(async () => {
        await add('inner');
        await sleep(20);
        fail();
      });
      await Promise.allSettled([inner, add('outer')]);
    }));
    expect(await notes()).toEqual(['outer']);
  });
});

describe('a statement that fails', () => {
  it('fails the transaction also where the caller goes on: a commit would silently be a rollback', async () => {
    await expect(soon(db.transaction(async () => {
      await add('lost');
      await refused().catch(() => undefined);
      return 'all is well';
    }))).rejects.toMatchObject({ code: '42P01' });
    expect(await notes()).toEqual([]);
    await expect(soon(db.transaction(async () => {
      await db.transaction(async () => {
        await add('lost');
        await refused().catch(() => undefined);
      });
    }))).rejects.toMatchObject({ code: '42P01' });
    expect(await notes()).toEqual([]);
  });

  it('leaves the store usable for the next transaction and for queries outside', async () => {
    await expect(soon(db.transaction(() => Promise.all([add('a'), refused(), add('b')])))).rejects.toMatchObject({ code: '42P01' });
    await soon(db.transaction(() => add('next')));
    await expect(refused()).rejects.toMatchObject({ code: '42P01' });
    expect(await soon(notes())).toEqual(['next']);
  });
});

describe('what waits for the commit', () => {
  it('runs afterCommit after it, outside the transaction, and at once where there is none', async () => {
    const heard: string[] = [];
    let read: Promise<string[]> = Promise.resolve([]);
    db.afterCommit(() => heard.push('at once'));
    await soon(db.transaction(async () => {
      await add('committed');
      await db.transaction(async () => db.afterCommit(() => heard.push('nested')));
      db.afterCommit(() => {
        heard.push('outer');
        read = notes();
      });
      expect(heard).toEqual(['at once']);
    }));
    expect(heard).toEqual(['at once', 'nested', 'outer']);
    expect(await soon(read)).toEqual(['committed']);
  });

  it('never runs it after a rollback, of the whole or of the nested part', async () => {
    const heard: string[] = [];
    await soon(db.transaction(async () => {
      await db.transaction(async () => {
        db.afterCommit(() => heard.push('undone part'));
        fail();
      }).catch(() => undefined);
      db.afterCommit(() => heard.push('kept'));
    }));
    await soon(db.transaction(async () => {
      await db.transaction(async () => db.afterCommit(() => heard.push('undone whole')));
      fail();
    })).catch(() => undefined);
    await db.transaction(async () => {
      db.afterCommit(() => heard.push('failed statement'));
      await refused().catch(() => undefined);
    }).catch(() => undefined);
    expect(heard).toEqual(['kept']);
  });

  it('notifies listeners after the commit and never after a rollback', async () => {
    const heard: string[] = [];
    const stop = await db.listen('test_channel', (payload) => heard.push(payload));
    await soon(db.transaction(async () => {
      await db.notify('test_channel', 'undone');
      fail();
    })).catch(() => undefined);
    await soon(db.transaction(async () => {
      await db.notify('test_channel', 'committed');
      await db.query('select 1');
      expect(heard).toEqual([]);
    }));
    await soon(db.notify('test_channel', 'outside'));
    await expect.poll(() => heard).toEqual(['committed', 'outside']);
    await stop();
    await db.notify('test_channel', 'nobody hears');
    await db.query('select 1');
    expect(heard).toEqual(['committed', 'outside']);
  });

  it('calls a listener outside of any transaction', async () => {
    const heard = Promise.withResolvers<string[]>();
    await db.listen('test_outside', () => heard.resolve(notes()));
    await db.transaction(async () => {
      await add('seen');
      await db.notify('test_outside', '');
    });
    expect(await soon(heard.promise)).toEqual(['seen']);
  });
});

it('ends a transaction that waits for one who waits for it, instead of standing still for ever', async () => {
  const dataDir = await copyDataDir();
  const own = await openEmbedded({ path: path.join(dataDir, 'postgres'), onTrouble: () => undefined, idleLimitMs: 200 });
  const begun = Promise.withResolvers<void>();
  const step = Promise.withResolvers<void>();
  // Begun outside: its second query waits for the transaction that waits for its result.
  const fromOutside = step.promise.then(() => own.query<{ one: number }>('select 1 as one'));
  const stuck = own.transaction(async () => {
    await own.query(`create table gone (a int)`);
    begun.resolve();
    await fromOutside;
    await own.query('create table never (a int)');
  });
  await begun.promise;
  step.resolve();
  await expect(soon(stuck)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE', message: expect.stringContaining('did nothing for 0.2 s') });
  expect(await soon(fromOutside)).toEqual([{ one: 1 }]);
  await sleep(50);
  expect(await own.query(`select tablename from pg_tables where tablename in ('gone', 'never')`)).toEqual([]);
  // A statement that takes longer than the limit is no idleness.
  await own.transaction(() => own.query('select pg_sleep(0.5)'));
  await own.close();
});
