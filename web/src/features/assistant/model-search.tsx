import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { ModelInfo } from '@/api/models';
import { PickList } from '@/components/pick/pick-list';
import { PickPopover } from '@/components/pick/pick-popover';
import { m } from './messages';
import { modelDetail, modelLabel, providerLabel } from './model-words';
import css from './model-picker.module.css';

interface ModelSearchProps {
  anchor: Element;
  models: ModelInfo[];
  current: string | null;
  choose: (id: string) => void;
  onClose: () => void;
}

// Many models: found by a part of their name, their id or their provider's name.
export default function ModelSearch(props: ModelSearchProps) {
  const { anchor, models, current, choose, onClose } = props;
  const [text, setText] = useState('');
  const navigate = useNavigate();
  const found = matching(models, text);
  return (
    <PickPopover label={m.model.label} anchor={anchor} onClose={onClose}>
      <PickList
        label={m.model.label}
        choices={found.map((model) => ({
          value: model.id,
          label: modelLabel(model),
          group: providerLabel(model),
          detail: modelDetail(model),
        }))}
        chosen={current === null ? [] : [current]}
        onPick={(id) => {
          choose(id);
          onClose();
        }}
        search={{ text, hint: m.model.search, onChange: setText }}
        note={found.length === 0 ? m.model.noMatch(text) : null}
      />
      <button
        type="button"
        className={css.more}
        onClick={() => void navigate({ to: '/settings', search: { tab: 'models' } as never })}
      >
        {m.model.more}
      </button>
    </PickPopover>
  );
}

export function matching(models: ModelInfo[], text: string): ModelInfo[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return models.filter((model) => {
    const searched = `${modelLabel(model)} ${model.id} ${providerLabel(model)}`.toLowerCase();
    return words.every((word) => searched.includes(word));
  });
}
