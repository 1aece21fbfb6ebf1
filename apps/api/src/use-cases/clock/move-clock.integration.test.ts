import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ProjectClock } from '../../adapters/postgres/project-clock.ts';
import { worldNow } from '../../testing/admin-world.ts';
import {
  type ControlPlaneWorld,
  openControlPlaneWorld,
} from '../../testing/control-plane-world.ts';

let world: ControlPlaneWorld;

beforeAll(async () => {
  world = await openControlPlaneWorld();
});

afterAll(() => world.close());

const dayMs = 86_400_000;
const later = (ms: number) => new Date(worldNow.getTime() + ms);

const show = () => world.useCases.clock.show(world.ctx, {});
const clock = (body: object) =>
  world.server.inject({
    method: 'POST',
    url: '/api/v1/admin/clock',
    headers: { authorization: 'test' },
    payload: body,
  });

describe('The project clock', () => {
  it('is moved over REST, and this process follows at once, another within a second', async () => {
    const other = new ProjectClock(world.pool);
    expect(await other.nowMs(world.ctx.scope)).toBe(worldNow.getTime());
    const moved = await clock({ action: 'advance', by: '31d', reason: 'a month passes' });
    expect(moved.json()).toEqual({
      status: 'ok',
      message: 'The clock stands still',
      kind: 'demo',
      now: later(31 * dayMs).toISOString(),
      offset_ms: expect.any(Number),
      frozen: true,
    });
    expect((await show()).now).toEqual(later(31 * dayMs));
    const localMs = performance.now.bind(performance);
    vi.spyOn(performance, 'now').mockImplementation(() => localMs() + 1_000);
    expect(await other.nowMs(world.ctx.scope)).toBe(later(31 * dayMs).getTime());
    vi.restoreAllMocks();
  });

  it('takes windows and expiries with it', async () => {
    const { send } = world;
    const trial = { user_id: 'ada', days: 7 };
    await send('POST', '/replenishments/grant-trial', trial);
    expect((await send('GET', '/replenishments/user/ada')).json()).toMatchObject({
      credit_count: 1,
    });
    await clock({ action: 'advance', by: '7d' });
    expect((await send('GET', '/replenishments/user/ada')).json()).toMatchObject({
      credit_count: 0,
    });
  });

  it('never goes backwards, and says so', async () => {
    const back = await clock({ action: 'move_to', to: worldNow.toISOString() });
    expect(back.statusCode).toBe(422);
    expect(back.json()).toMatchObject({ message: expect.stringContaining('never goes backwards') });
    expect((await show()).now).toEqual(later(38 * dayMs));
  });

  it('runs on from where it stands when it is released', async () => {
    await clock({ action: 'release' });
    const released = await show();
    expect(released.frozen).toBe(false);
    expect(released.now.getTime()).toBeGreaterThanOrEqual(later(38 * dayMs).getTime());
    await clock({ action: 'freeze' });
    const first = await show();
    expect(first.frozen).toBe(true);
    expect(await show()).toEqual(first);
  });

  it('says what a move would do without doing it, and is audited', async () => {
    const before = await show();
    const dry = await world.useCases.clock.move(
      world.ctx,
      { action: 'advance', byMs: dayMs },
      { dryRun: true },
    );
    expect(dry).toMatchObject({ ok: true, dryRun: true, changes: [{ label: 'project time' }] });
    expect(await show()).toEqual(before);
    const entries = await world.db.auditEntry.findMany({
      where: { action: 'move-clock' },
      orderBy: { id: 'asc' },
    });
    expect(entries.map(({ reason }) => reason)).toEqual([
      'a month passes',
      'move-clock',
      'move-clock',
      'move-clock',
    ]);
  });

  it.each([
    [{ action: 'advance' }, 'by'],
    [{ action: 'advance', by: '1 month' }, 'by'],
    [{ action: 'move_to' }, 'to'],
    [{ action: 'move_to', to: 'tomorrow' }, 'to'],
    [{ action: 'freeze', by: '1d' }, 'by'],
    [{ action: 'rewind' }, 'action'],
    [{ action: 'advance', by: '90000w' }, 'to'],
  ])('refuses %j by naming %s', async (body, field) => {
    const refused = await clock(body);
    expect(refused.statusCode).toBe(422);
    expect(JSON.stringify(refused.json().details ?? refused.json())).toContain(field);
  });

  it('of a live project is real time', async () => {
    await world.db.project.updateMany({ data: { kind: 'live' } });
    const refused = await clock({ action: 'advance', by: '1d' });
    expect(refused.statusCode).toBe(403);
    expect(refused.json()).toMatchObject({ error_code: 'not_allowed' });
    await world.db.project.updateMany({ data: { kind: 'sandbox' } });
  });
});
