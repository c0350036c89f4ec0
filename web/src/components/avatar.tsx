import { initials, tintOf } from '@/lib/names';
import classes from './avatar.module.css';

interface AvatarProps {
  name: string;
  size?: number;
  // Organizations are square, people round.
  square?: boolean;
  picture?: string | null | undefined;
  // On what stays white in dark mode.
  onWhite?: boolean;
}

export function Avatar({ name, size = 30, square = false, picture, onWhite }: AvatarProps) {
  const shape = square ? `${classes.avatar} ${classes.square}` : classes.avatar;
  const style = { width: size, height: size, fontSize: Math.round(size * 0.38) };
  if (picture) return <img className={shape} style={style} src={picture} alt="" />;
  return (
    <span
      className={shape}
      style={style}
      data-tint={tintOf(name)}
      data-on-white={onWhite}
      aria-hidden="true"
    >
      {initials(name)}
    </span>
  );
}
