from catalog.core.reconcile import Known, Plan, Seen, plan_origin


def known(id_: int, ref: str, path: str = "a.yaml", index: int = 0, digest: str = "d", *, kept: bool = False) -> Known:
    return Known(id_, path, index, ref, digest, kept)


def seen(ref: str, path: str = "a.yaml", index: int = 0, digest: str = "d", *, readable: bool = True) -> Seen:
    return Seen(path, index, ref, digest, readable)


def test_nothing_changed_writes_nothing() -> None:
    plan = plan_origin([known(1, "r"), known(2, "s", index=1)], [seen("s", index=1), seen("r")])
    assert plan.is_empty
    assert len(plan.same) == 2


def test_a_file_that_moves_keeps_its_descriptor() -> None:
    plan = plan_origin([known(1, "r")], [seen("r", path="b/a.yaml")])
    assert [stored.id for stored, _ in plan.changed] == [1]
    assert not plan.gone
    assert not plan.new


def test_two_documents_of_one_ref_stay_with_their_own_places() -> None:
    stored = [known(1, "r", "a.yaml"), known(2, "r", "b.yaml")]
    plan = plan_origin(stored, [seen("r", "b.yaml"), seen("r", "a.yaml")])
    assert plan.is_empty


def test_an_absent_document_is_gone_at_once() -> None:
    assert [stored.id for stored in plan_origin([known(1, "r")], []).gone] == [1]


def test_a_broken_document_keeps_what_it_said() -> None:
    plan = plan_origin([known(1, "r")], [seen("", digest="broken", readable=False)])
    assert [stored.id for stored, _ in plan.marked] == [1]
    assert not plan.gone


def test_a_broken_document_that_still_names_its_ref_is_matched_by_it() -> None:
    stored = [known(1, "r", index=0), known(2, "s", index=1)]
    plan = plan_origin(stored, [seen("s", index=0, digest="x", readable=False), seen("r", index=1)])
    assert [(known_.id, document.ref) for known_, document in plan.marked] == [(2, "s")]
    assert [known_.id for known_, _ in plan.changed] == [1]


def test_refs_missing_from_a_file_with_a_broken_document_are_kept() -> None:
    stored = [known(1, "r", index=0), known(2, "s", index=1)]
    plan = plan_origin(stored, [seen("", index=0, digest="x", readable=False)])
    assert [stored_.id for stored_ in plan.kept] == [2]
    assert not plan.gone


def test_refs_missing_from_another_file_are_not_kept_by_a_broken_one() -> None:
    stored = [known(1, "r", "a.yaml"), known(2, "s", "b.yaml")]
    plan = plan_origin(stored, [seen("", "a.yaml", digest="x", readable=False)])
    assert [stored_.id for stored_ in plan.gone] == [2]


def test_a_file_broken_in_the_same_way_writes_nothing_again() -> None:
    stored = [known(1, "r", index=0, digest="x"), known(2, "s", index=1, kept=True)]
    plan = plan_origin(stored, [seen("", index=0, digest="x", readable=False)])
    assert plan.is_empty
    assert [stored_.id for stored_ in plan.still_kept] == [2]


def test_a_kept_descriptor_that_comes_back_is_written_although_its_text_is_the_same() -> None:
    plan = plan_origin([known(1, "r", kept=True)], [seen("r")])
    assert [stored_.id for stored_, _ in plan.changed] == [1]


def test_a_broken_document_that_never_read_well_is_new_then_the_same_then_gone() -> None:
    broken = seen("", digest="x", readable=False)
    assert plan_origin([], [broken]).new == [broken]
    assert plan_origin([known(1, "", digest="x")], [broken]).is_empty
    assert [stored.id for stored in plan_origin([known(1, "", digest="x")], []).gone] == [1]


def test_every_known_descriptor_has_exactly_one_fate() -> None:
    stored = [known(1, "a", index=0), known(2, "b", index=1), known(3, "", index=2), known(4, "c", "z.yaml")]
    plan = plan_origin(stored, [seen("b", index=0), seen("", index=2, digest="y", readable=False), seen("c", "z.yaml")])
    assert sorted(_fates(plan)) == [1, 2, 3, 4]


def _fates(plan: Plan) -> list[int]:
    pairs = [*plan.same, *plan.changed, *plan.marked]
    return [stored.id for stored, _ in pairs] + [s.id for s in (*plan.kept, *plan.still_kept, *plan.gone)]


def stand_in(id_: int, ref: str, path: str = "a.yaml") -> Known:
    return Known(id_, path, 0, ref, "kept", is_kept=True, is_stand_in=True)


def test_what_a_person_keeps_stays_without_a_file_and_writes_nothing() -> None:
    plan = plan_origin([stand_in(1, "r")], [])
    assert plan.is_empty
    assert [stored.id for stored in plan.still_kept] == [1]


def test_a_file_that_returns_takes_the_place_of_what_a_person_kept() -> None:
    plan = plan_origin([stand_in(1, "r")], [seen("r", "elsewhere.yaml", digest="kept")])
    assert [stored.id for stored, _ in plan.changed] == [1]


def test_a_broken_neighbour_is_not_taken_for_what_a_person_kept() -> None:
    plan = plan_origin([stand_in(1, "r"), known(2, "s")], [seen("", readable=False, digest="x")])
    assert [stored.id for stored, _ in plan.marked] == [2]
    assert [stored.id for stored in plan.still_kept] == [1]


def test_a_broken_document_that_names_its_ref_is() -> None:
    plan = plan_origin([stand_in(1, "r")], [seen("r", readable=False, digest="x")])
    assert [stored.id for stored, _ in plan.marked] == [1]
