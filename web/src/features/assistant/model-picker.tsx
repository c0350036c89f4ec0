import { useQuery } from '@tanstack/react-query';
import { IconChevronDown } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { Fragment } from 'react';
import { Menu, MenuDivider, MenuItem, MenuLabel } from '@/components/menu';
import { m } from './messages';
import css from './model-picker.module.css';
import { modelsQuery } from './queries';

interface ModelPickerProps {
  // Null: whatever the server holds for this user's default.
  chosen: string | null;
  choose: (id: string) => void;
  opened: boolean;
  setOpened: (opened: boolean) => void;
}

export function ModelPicker({ chosen, choose, opened, setOpened }: ModelPickerProps) {
  const { data } = useQuery(modelsQuery);
  const navigate = useNavigate();
  const models = data?.items ?? [];
  const current = models.find(({ id }) => id === chosen) ?? models.find((model) => model.default);
  const onlyBuiltin = models.length > 0 && models.every(({ provider }) => provider === 'builtin');
  const label = current ? modelLabel(current) : m.model.automatic;
  const providers = [...new Set(models.map(({ provider }) => provider))];

  return (
    <Menu
      opened={opened}
      onOpened={setOpened}
      above
      fromStart
      width={300}
      label={m.model.label}
      button={(props) => (
        <button className={css.button} aria-label={m.model.choose(label)} {...props}>
          <span className={css.name}>{label}</span>
          <IconChevronDown size={14} stroke={2} aria-hidden="true" />
        </button>
      )}
    >
      {!models.length && <p className={css.note}>{m.model.loading}</p>}
      {providers.map((provider) => (
        <Fragment key={provider}>
          <MenuLabel>{m.model.providers[provider] ?? provider}</MenuLabel>
          {models
            .filter((model) => model.provider === provider)
            .map((model) => (
              <MenuItem
                key={model.id}
                onClick={() => choose(model.id)}
                checked={model.id === current?.id}
              >
                {modelLabel(model)}
                {provider === 'builtin' && (
                  <span className={css.detail}>{m.model.builtinDetail}</span>
                )}
              </MenuItem>
            ))}
        </Fragment>
      ))}
      {onlyBuiltin && (
        <>
          <MenuDivider />
          <MenuItem
            onClick={() =>
              void navigate({ to: '/settings', search: { tab: 'integrations' } as never })
            }
          >
            {m.model.connect}
          </MenuItem>
        </>
      )}
    </Menu>
  );
}

export function modelLabel(model: { provider: string; name: string }): string {
  return model.provider === 'builtin' ? m.model.builtin : model.name;
}
