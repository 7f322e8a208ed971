from django.urls import path

from roundtable.casework.plans.views import answer, looking, mapping, read, told, write

COURSE = "course/<uuid:case_id>/plan/"

urlpatterns = [
    path(COURSE, read.plan, name="plan"),
    path(f"{COURSE}goal/", write.add_goal, name="write_goal"),
    path(f"{COURSE}goal/<uuid:goal_id>/", write.change_goal, name="change_goal"),
    path(f"{COURSE}goal/<uuid:goal_id>/take-out/", write.take_out_goal, name="remove_goal"),
    path(f"{COURSE}goal/<uuid:goal_id>/help/", write.say_how_i_help, name="say_how_i_help"),
    path(f"{COURSE}shared-goal/", write.write_shared_goal, name="write_shared_goal"),
    path(f"{COURSE}steps/", write.add_steps, name="write_steps"),
    path(f"{COURSE}step/<uuid:step_id>/", write.edit_step, name="change_step"),
    path(f"{COURSE}words/", write.write_words, name="say_in_own_words"),
    path(f"{COURSE}words/<uuid:person_id>/", write.write_words_for, name="write_words_for"),
    path(f"{COURSE}words/<uuid:person_id>/yes/", answer.note_yes_view, name="note_yes"),
    path(f"{COURSE}words/said/<uuid:words_id>/", told.correct_words, name="correct_words"),
    path(f"{COURSE}back/", write.agree_return, name="set_return"),
    path(f"{COURSE}confirm/", write.confirm, name="confirm_words"),
    path(f"{COURSE}ask/", answer.ask, name="call_for_answers"),
    path(f"{COURSE}answer/", answer.answer, name="answer_plan"),
    path(f"{COURSE}answer/<uuid:person_id>/", answer.record_answer, name="record_answer"),
    path(f"{COURSE}close/", answer.close, name="close_answers"),
    path(f"{COURSE}take-on/<slug:topic>/", looking.take_on, name="take_on_point"),
    path(f"{COURSE}look-again/", looking.name_a_day, name="name_day"),
    path(f"{COURSE}map/", mapping.map_of_goals, name="goal_map"),
    path(f"{COURSE}map/two-goals/", mapping.two_goals, name="mark_pair"),
    path(f"{COURSE}map/went-well/", mapping.say_it_went_well, name="say_went_well"),
    path(f"{COURSE}easy/", read.easy, name="plan_easy"),
    path(f"{COURSE}versions/", read.versions, name="plan_versions"),
    path(f"{COURSE}versions/<int:number>/", read.version, name="plan_version"),
    path(f"{COURSE}versions/<int:number>/copy/", read.copy, name="copy_plan"),
    path(f"{COURSE}versions/<int:number>/plan.pdf", read.pdf, name="plan_pdf"),
    path(f"{COURSE}versions/<int:older>-<int:newer>/", read.compare, name="compare_plans"),
]
