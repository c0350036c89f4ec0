import { Button } from '@mantine/core';
import { IconAdjustmentsHorizontal } from '@tabler/icons-react';
import { type ComponentType, useRef, useState } from 'react';
import { m } from '@/lib/messages';
import { lazyDialog } from '../lazy-dialog';
import classes from './list-toolbar.module.css';

export interface FilterField {
  field: string;
  label: string;
  // Said instead of a value, where the field is to be empty; absent: it never is.
  noneLabel?: string;
  // Only whether it is filled in can be asked.
  noneOnly?: true;
  // Values to choose from; several, between commas, unless they exclude each other.
  choices?: readonly { value: string; label: string }[];
  exclusive?: true;
  // For more than a line of text, such as one that offers names.
  Input?: ComponentType<{ label: string; value: string; onChange: (value: string) => void }>;
  // How a value reads that is an id.
  Value?: ComponentType<{ value: string }>;
  // Can be taken away, but is not chosen here.
  hidden?: true;
}

// By field; the empty text stands for "not set".
export type Filters = Record<string, string>;
// Without a value: the filter goes.
export type FilterChanges = Record<string, string | undefined>;

interface FilterButtonProps {
  fields: readonly FilterField[];
  filters: Filters;
  onFilters: (changes: FilterChanges) => void;
}

const FilterForm = lazyDialog(() => import('./filter-form'));

export function FilterButton({ fields, filters, onFilters }: FilterButtonProps) {
  const [anchor, setAnchor] = useState<Element | null>(null);
  const wasOpen = useRef(false);
  const count = fields.filter(({ field }) => filters[field] !== undefined).length;
  const close = () => setAnchor(null);
  return (
    <>
      <Button
        variant="default"
        className={classes.control}
        leftSection={<IconAdjustmentsHorizontal size={16} />}
        aria-haspopup="dialog"
        aria-expanded={anchor !== null}
        // Pressed while the form is open, it has closed the form already.
        onPointerDown={() => (wasOpen.current = anchor !== null)}
        onClick={(event) => {
          setAnchor(wasOpen.current ? null : event.currentTarget);
          wasOpen.current = false;
        }}
      >
        <span className={classes.controlLabel}>{m.list.filter}</span>
        {count > 0 && (
          <span className={classes.active} aria-label={m.list.activeFilters(count)} role="img">
            {count}
          </span>
        )}
      </Button>
      {anchor && (
        <FilterForm
          fields={fields}
          filters={filters}
          anchor={anchor}
          onApply={(changes) => {
            close();
            onFilters(changes);
          }}
          onClose={close}
        />
      )}
    </>
  );
}
