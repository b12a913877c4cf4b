import { expect, it } from "vitest";
import { clausesOf } from "../speech/clauses.ts";
import { ClauseDirections } from "./directions.ts";

const show = (value: string) => ({ event: "emotion", value, weight: 0.6 }) as const;

it("gives each clause what stands before and in it, whatever white space the clauses leave out", () => {
  const directions = new ClauseDirections();
  directions.add(show("happy"));
  directions.wrote("Hello there.\n\n   ");
  directions.add(show("sad"));
  directions.wrote("Sorry about ");
  directions.add(show("surprised"));
  directions.wrote("that.\n");
  directions.add(show("relaxed"));
  const values = clausesOf("Hello there.\n\n   Sorry about that.\n").map((clause) =>
    directions.next(clause).map(({ value }) => value),
  );
  expect(values).toEqual([["happy"], ["sad", "surprised"]]);
  expect(directions.rest()).toEqual([show("relaxed")]);
  expect(directions.rest()).toEqual([]);
});
