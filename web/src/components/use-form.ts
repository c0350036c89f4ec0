import { type FormEvent, useCallback, useRef, useState } from 'react';
import { isApiError } from '@/api/problem';
import { m } from '@/lib/messages';
import { problemText } from './undo-toast';

// A field's rules as the API's schema states them.
export interface FieldFacts {
  required: boolean;
  minLength?: number;
  maxLength?: number;
  format?: string;
}

interface FormOptions<F extends string> {
  fields: Partial<Record<NoInfer<F>, FieldFacts>>;
  initial: Record<F, string>;
  // What it throws is shown: at its fields where the server names them, else above the buttons.
  onSubmit: (values: Record<F, string>) => Promise<void>;
  // A better wording than the server's, for a status the form knows about.
  explain?: (error: unknown) => string | null;
}

export interface FieldProps {
  name: string;
  value: string;
  required: boolean;
  maxLength?: number;
  error: string | null;
  onChange: (event: { currentTarget: { value: string } } | string) => void;
}

export function useForm<F extends string>({ fields, initial, onSubmit, explain }: FormOptions<F>) {
  const [values, setValues] = useState(initial);
  const [errors, setErrors] = useState<Partial<Record<string, string>>>({});
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);

  const set = useCallback((name: F, value: string) => {
    setValues((old) => ({ ...old, [name]: value }));
    setErrors((old) => ({ ...old, [name]: undefined }));
  }, []);

  const showErrors = (found: Partial<Record<string, string>>) => {
    setErrors(found);
    const first = Object.keys(initial).find((name) => found[name]);
    requestAnimationFrame(() => {
      form.current?.querySelector<HTMLElement>(`[name="${first}"]`)?.focus();
    });
  };

  const submit = async (event?: FormEvent) => {
    event?.preventDefault();
    if (busy) return;
    const missing = (Object.keys(initial) as F[]).filter(
      (name) => fields[name]?.required && values[name].trim() === '',
    );
    setProblem(null);
    if (missing.length > 0) {
      showErrors(Object.fromEntries(missing.map((name) => [name, m.common.required])));
      return;
    }
    setBusy(true);
    try {
      await onSubmit(values);
    } catch (error) {
      const byField = isApiError(error) ? error.fieldErrors : {};
      const known = Object.keys(byField).filter((name) => name in initial);
      if (known.length > 0) showErrors(byField);
      else setProblem(explain?.(error) ?? problemText(error));
    } finally {
      setBusy(false);
    }
  };

  const field = (name: F): FieldProps => {
    const maxLength = fields[name]?.maxLength;
    return {
      name,
      value: values[name],
      required: fields[name]?.required ?? false,
      ...(maxLength !== undefined && { maxLength }),
      error: errors[name] ?? null,
      onChange: (event) => set(name, typeof event === 'string' ? event : event.currentTarget.value),
    };
  };

  return {
    values,
    set,
    field,
    problem,
    busy,
    // For <form {...form.props}>: the server's rules decide, not the browser's bubbles.
    props: { ref: form, noValidate: true, onSubmit: (event: FormEvent) => void submit(event) },
    submit,
  };
}
