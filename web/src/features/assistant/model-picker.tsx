import { IconChevronDown } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { type ComponentProps, Fragment, useRef } from 'react';
import type { ModelInfo } from '@/api/models';
import { lazyDialog } from '@/components/lazy-dialog';
import { Menu, MenuDivider, MenuItem, MenuLabel } from '@/components/menu';
import { chat } from './chat/use-chat';
import { m } from './messages';
import { modelDetail, modelLabel, providerLabel } from './model-words';
import css from './model-picker.module.css';
import { useModels } from './use-model';

const ModelSearch = lazyDialog(() => import('./model-search'));

// What the eye takes in at once; more are searched.
const readThrough = 9;

interface ModelPickerProps {
  chatKey: string;
  opened: boolean;
  setOpened: (opened: boolean) => void;
}

// Shows the model that will answer.
export function ModelPicker({ chatKey, opened, setOpened }: ModelPickerProps) {
  const { models, answering, loaded, isError } = useModels(chatKey);
  const frame = useRef<HTMLSpanElement>(null);
  const label = answering ? modelLabel(answering) : m.model.automatic;
  const choose = (id: string) => chat.pickModel(chatKey, id);

  const button = (props: ComponentProps<'button'>) => (
    <button className={css.button} aria-label={m.model.choose(label)} {...props}>
      <span className={css.name}>{label}</span>
      <IconChevronDown size={14} stroke={2} aria-hidden="true" />
    </button>
  );
  if (models.length > readThrough) {
    return (
      <span ref={frame} className={css.frame}>
        {button({
          type: 'button',
          'aria-haspopup': 'dialog',
          'aria-expanded': opened,
          onClick: () => setOpened(!opened),
          // The list closes by itself when something else is pressed; this is not something else.
          onMouseDown: (event) => event.stopPropagation(),
          onTouchStart: (event) => event.stopPropagation(),
        })}
        {opened && frame.current && (
          <ModelSearch
            anchor={frame.current}
            models={models}
            current={answering?.id ?? null}
            choose={choose}
            onClose={() => setOpened(false)}
          />
        )}
      </span>
    );
  }
  return (
    <Menu
      opened={opened}
      onOpened={setOpened}
      above
      fromStart
      width={300}
      label={m.model.label}
      button={button}
    >
      {!loaded && <p className={css.note}>{isError ? m.model.failed : m.model.loading}</p>}
      <Models models={models} current={answering?.id ?? null} choose={choose} />
    </Menu>
  );
}

interface ModelsProps {
  models: ModelInfo[];
  current: string | null;
  choose: (id: string) => void;
}

function Models({ models, current, choose }: ModelsProps) {
  const navigate = useNavigate();
  const providers = [...new Set(models.map(({ provider }) => provider))];
  const onlyBuiltin = models.every(({ provider }) => provider === 'builtin');
  return (
    <>
      {providers.map((provider) => {
        const theirs = models.filter((model) => model.provider === provider);
        return (
          <Fragment key={provider}>
            <MenuLabel>{providerLabel(theirs[0])}</MenuLabel>
            {theirs.map((model) => (
              <MenuItem
                key={model.id}
                onClick={() => choose(model.id)}
                checked={model.id === current}
              >
                {modelLabel(model)}
                <span className={css.detail}>{modelDetail(model)}</span>
              </MenuItem>
            ))}
          </Fragment>
        );
      })}
      <MenuDivider />
      <MenuItem
        onClick={() => void navigate({ to: '/settings', search: { tab: 'models' } as never })}
      >
        {onlyBuiltin ? m.model.connect : m.model.more}
      </MenuItem>
    </>
  );
}
