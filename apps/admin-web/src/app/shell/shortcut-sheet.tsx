import { Kbd, Modal } from '@mantine/core';
import { navigationItems } from '../navigation.ts';
import classes from './shortcut-sheet.module.css';

const actions = [
  { keys: ['/'], words: 'Search users, pages and actions' },
  { keys: ['\u2318', 'K'], words: 'The same, with Ctrl elsewhere' },
  { keys: ['j'], words: 'Next row' },
  { keys: ['k'], words: 'Previous row' },
  { keys: ['Enter'], words: 'Open the row' },
  { keys: ['Esc'], words: 'Close what is open' },
  { keys: ['?'], words: 'This sheet' },
];

/** Every key the dashboard knows. */
export function ShortcutSheet({
  opened,
  onClose,
}: {
  readonly opened: boolean;
  readonly onClose: () => void;
}) {
  return (
    <Modal opened={opened} onClose={onClose} title="Keyboard" size={480}>
      <div className={classes.columns}>
        <dl className={classes.list}>
          {navigationItems.map((item) => (
            <Line key={item.to} keys={['g', item.letter]} words={item.label} />
          ))}
        </dl>
        <dl className={classes.list}>
          {actions.map((action) => (
            <Line key={action.words} {...action} />
          ))}
        </dl>
      </div>
    </Modal>
  );
}

function Line({ keys, words }: { readonly keys: readonly string[]; readonly words: string }) {
  return (
    <div className={classes.line}>
      <dt>
        {keys.map((key) => (
          <Kbd key={key} size="xs">
            {key}
          </Kbd>
        ))}
      </dt>
      <dd>{words}</dd>
    </div>
  );
}
