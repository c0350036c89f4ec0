import { Menu } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconCheck, IconChevronDown } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { Fragment } from 'react';
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
  const models = data?.items ?? [];
  const current = models.find(({ id }) => id === chosen) ?? models.find((model) => model.default);
  const onlyBuiltin = models.length > 0 && models.every(({ provider }) => provider === 'builtin');
  const label = current ? modelLabel(current) : m.model.automatic;
  const providers = [...new Set(models.map(({ provider }) => provider))];

  return (
    <Menu
      opened={opened}
      onChange={setOpened}
      position="top-start"
      withinPortal={false}
      width={300}
      offset={8}
    >
      <Menu.Target>
        <button type="button" className={css.button} aria-label={m.model.choose(label)}>
          <span className={css.name}>{label}</span>
          <IconChevronDown size={14} stroke={2} aria-hidden="true" />
        </button>
      </Menu.Target>
      <Menu.Dropdown aria-label={m.model.label}>
        {!models.length && <p className={css.note}>{m.model.loading}</p>}
        {providers.map((provider) => (
          <Fragment key={provider}>
            <Menu.Label>{m.model.providers[provider] ?? provider}</Menu.Label>
            {models
              .filter((model) => model.provider === provider)
              .map((model) => (
                <Menu.Item
                  key={model.id}
                  onClick={() => choose(model.id)}
                  rightSection={
                    model.id === current?.id ? <IconCheck size={16} aria-hidden="true" /> : null
                  }
                >
                  {modelLabel(model)}
                  {provider === 'builtin' && (
                    <span className={css.detail}>{m.model.builtinDetail}</span>
                  )}
                </Menu.Item>
              ))}
          </Fragment>
        ))}
        {onlyBuiltin && (
          <>
            <Menu.Divider />
            <Menu.Item component={Link} to="/settings" search={{ tab: 'integrations' } as never}>
              {m.model.connect}
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

export function modelLabel(model: { provider: string; name: string }): string {
  return model.provider === 'builtin' ? m.model.builtin : model.name;
}
