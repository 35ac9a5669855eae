import { type Progress } from './story.ts';

/** Shows how far the story is: one line that changes on a terminal, a line for every change of the note elsewhere. */
export function progressLine(out: NodeJS.WriteStream): { show(progress: Progress): void; end(): void } {
  let lastNote: string | undefined;
  return {
    show({ placed, booked, shipped, posted, note }) {
      const line = `placed ${placed}  booked ${booked}  parcels ${shipped}  posted ${posted}${note === '' ? '' : `  (${note})`}`;
      if (out.isTTY) out.write(`\r\u001B[2K${line}`);
      else if (note !== lastNote) out.write(`${line}\n`);
      lastNote = note;
    },
    end() {
      if (out.isTTY) out.write('\n');
    },
  };
}
