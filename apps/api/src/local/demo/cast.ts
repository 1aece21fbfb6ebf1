import { randomOf } from './random.ts';

export type DemoUser = {
  readonly userId: string;
  readonly role: 'registered' | 'anonymous' | 'admin';
  /** Share of the turns, relative to the others. */
  readonly weight: number;
  /** How long this user's texts are, relative to the usual. */
  readonly size: number;
  readonly bundleId: string;
};

/** The user whose denial Overview tells as a story. */
export const storyUserId = 'quiet-otter';

/** Apps of the demo project; most turns happen in the first. */
export const bundles = ['chat', 'research', 'code-review', 'support-desk'] as const;

const bundleShares = [0.5, 0.2, 0.18, 0.12] as const;

const registeredUsers = 420;
const visitors = 68;
const staff = 12;

/** The first so many registered users work with long texts and come near their limits. */
const heavyUsers = 30;

const moods =
  'amber bold brisk calm clever dapper eager early fabled gentle hazel jolly keen lucid mellow nimble olive plucky quiet rapid sunny tidy vivid witty';
const animals =
  'badger beaver bison condor crane dolphin falcon ferret gecko heron ibis jackal koala lynx marten newt ocelot otter puffin raven stoat tapir vole wombat';

/** Everybody who uses the demo's apps, busiest first. */
export const cast: readonly DemoUser[] = [
  ...handles().map((userId, rank) => ({
    userId,
    role: 'registered' as const,
    weight: 1 / (rank + 6) ** 0.85,
    size: rank < heavyUsers ? 2.3 : 1,
    bundleId: bundleOf(userId),
  })),
  ...numbered('visitor', visitors, { role: 'anonymous', weight: 0.0045, size: 0.5 }),
  ...numbered('staff', staff, { role: 'admin', weight: 0.025, size: 1.2 }),
];

/** Picks one by weight; `point` is from 0 up to but not including 1. */
export function userAt(point: number): DemoUser {
  const target = point * totalWeight;
  const index = cumulated.findIndex((end) => target < end);
  const user = cast[index === -1 ? cast.length - 1 : index];
  if (user === undefined) throw new Error('The cast is empty.');
  return user;
}

const cumulated = cast.reduce<number[]>((ends, { weight }) => {
  ends.push((ends.at(-1) ?? 0) + weight);
  return ends;
}, []);

const totalWeight = cumulated.at(-1) ?? 0;

/** Two words each, in an order that has nothing to do with the alphabet; the story's user is the busiest. */
function handles(): string[] {
  const all = moods
    .split(' ')
    .flatMap((mood) => animals.split(' ').map((animal) => `${mood}-${animal}`))
    .filter((handle) => handle !== storyUserId);
  const random = randomOf('handles');
  const shuffled = all
    .map((handle) => ({ handle, order: random.next() }))
    .sort((a, b) => a.order - b.order)
    .map(({ handle }) => handle);
  return [storyUserId, ...shuffled].slice(0, registeredUsers);
}

function numbered(
  name: string,
  count: number,
  traits: Pick<DemoUser, 'role' | 'weight' | 'size'>,
): DemoUser[] {
  return Array.from({ length: count }, (_, index) => {
    const userId = `${name}-${String(index + 1).padStart(3, '0')}`;
    return { userId, ...traits, bundleId: bundleOf(userId) };
  });
}

/** The app a user mostly works in. */
function bundleOf(userId: string): string {
  if (userId === storyUserId) return 'research';
  let point = randomOf(`bundle ${userId}`).next();
  const index = bundleShares.findIndex((share) => {
    point -= share;
    return point < 0;
  });
  return bundles[index === -1 ? 0 : index] ?? bundles[0];
}
