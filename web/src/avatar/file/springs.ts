import type { Gltf } from "./document.ts";
import { MOST } from "./limits.ts";
import { isLoose, looseList, type VrmVersion } from "./person.ts";

const isNumber = (value: unknown): boolean => value === undefined || typeof value === "number";

/**
 * Keeps as many springs as a frame can carry, the first ones first, and drops those that lead nowhere.
 * @returns whether any was dropped
 */
export const tameSprings = (document: Gltf, version: VrmVersion): boolean =>
  version === "1" ? tame1(document) : tame0(document);

function tame1(document: Gltf): boolean {
  const springs = document.extensions.VRMC_springBone;
  if (springs === undefined) return false;
  const isNode = (node: unknown): boolean => typeof node === "number" && node in document.nodes;
  const colliders = looseList(springs.colliders);
  const groups = looseList(springs.colliderGroups);
  const listed = looseList(springs.springs);
  const keptColliders = colliders.filter(({ node }) => isNode(node)).slice(0, MOST.colliders);
  const numberOf = new Map(keptColliders.map((collider, i) => [collider, i]));
  springs.colliders = keptColliders;
  springs.colliderGroups = groups.map(({ name, colliders: members }) => ({
    ...(typeof name === "string" ? { name } : {}),
    colliders: (Array.isArray(members) ? members : []).flatMap((member: unknown) => {
      const collider = typeof member === "number" ? colliders[member] : undefined;
      const at = collider === undefined ? undefined : numberOf.get(collider);
      return at === undefined ? [] : [at];
    }),
  }));
  let room: number = MOST.springJoints;
  const used = new Set<unknown>();
  const kept = listed.filter((spring) => {
    const joints = looseList(spring.joints);
    const isSound = joints.every(
      ({ node, hitRadius, stiffness, gravityPower, dragForce }) =>
        isNode(node) && !used.has(node) && [hitRadius, stiffness, gravityPower, dragForce].every(isNumber),
    );
    if (!isSound || joints.length > room || (spring.center !== undefined && !isNode(spring.center))) return false;
    if (new Set(joints.map(({ node }) => node)).size !== joints.length) return false;
    for (const { node } of joints) used.add(node);
    room -= joints.length;
    spring.colliderGroups = (Array.isArray(spring.colliderGroups) ? spring.colliderGroups : []).filter(
      (group: unknown) => typeof group === "number" && group in groups,
    );
    return true;
  });
  springs.springs = kept;
  return kept.length < listed.length || keptColliders.length < colliders.length;
}

function tame0(document: Gltf): boolean {
  const animation = document.extensions.VRM?.secondaryAnimation;
  if (!isLoose(animation)) return false;
  const { nodes } = document;
  const isNode = (node: unknown): node is number => typeof node === "number" && node in nodes;
  const groups = looseList(animation.colliderGroups);
  let collidersLeft: number = MOST.colliders;
  let dropped = false;
  animation.colliderGroups = groups.map((group) => {
    const all = looseList(group.colliders);
    const colliders = isNode(group.node) ? all.slice(0, collidersLeft) : [];
    collidersLeft -= colliders.length;
    dropped ||= colliders.length < all.length;
    return { ...group, node: isNode(group.node) ? group.node : 0, colliders };
  });
  const below = (node: number): number =>
    1 + (nodes[node]?.children ?? []).reduce((sum, child) => sum + below(child), 0);
  let room: number = MOST.springJoints;
  const used = new Set<number>();
  animation.boneGroups = looseList(animation.boneGroups).map((group) => {
    const all: unknown[] = Array.isArray(group.bones) ? group.bones : [];
    const bones = all.filter((bone) => {
      if (!isNode(bone) || used.has(bone)) return false;
      const joints = below(bone);
      if (joints > room) return false;
      used.add(bone);
      room -= joints;
      return true;
    });
    dropped ||= bones.length < all.length;
    const colliderGroups = (Array.isArray(group.colliderGroups) ? group.colliderGroups : []).filter(
      (at: unknown) => typeof at === "number" && at in groups,
    );
    const center = isNode(group.center) ? group.center : -1;
    return { ...group, bones, colliderGroups, center };
  });
  return dropped;
}
