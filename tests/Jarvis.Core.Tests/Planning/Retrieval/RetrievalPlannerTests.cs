using Jarvis.Planning;
using Jarvis.Planning.Retrieval;

namespace Jarvis.Core.Tests.Planning.Retrieval;

public sealed class RetrievalPlannerTests
{
    [Theory]
    [InlineData("Please translate 'Guten Tag' into English.", "translator")]
    [InlineData("I need a translation of 'Guten Tag'.", "translator")]
    [InlineData("Remove the background from holiday.png", "background-remover")]
    [InlineData("Transcribe talk.wav", "speech-writer")]
    [InlineData("Create a picture of a lighthouse at night.", "painter")]
    public void A_tool_is_found_by_the_words_of_its_name_and_description_in_any_form(string request, string tool) =>
        Assert.Equal([tool], Workshop.Shape(Workshop.Plan(Workshop.Media, request)));

    [Fact]
    public void Steps_take_what_the_steps_before_them_give() => Assert.Equal(
        ["speech-writer", "translator < speech-writer", "painter < translator"],
        Workshop.Shape(Workshop.Plan(Workshop.Media, "Transcribe talk.wav, translate the transcribed text into English and then create an image based on it.")));

    [Fact]
    public void Two_results_are_joined_where_a_tool_takes_two()
    {
        var plan = Workshop.Plan(Workshop.Media, "Extract the audio from film.mp4 and combine it with talk.wav.", Workshop.Talk);

        Assert.Equal(["film-sound", "sound-mixer < film-sound"], Workshop.Shape(plan));
        Assert.Contains(new ResourceArgument(Workshop.Talk.Id), plan[1].Arguments.Values);
    }

    [Fact]
    public void What_the_request_only_tells_asks_for_nothing() => Assert.Equal(
        ["object-counter"],
        Workshop.Shape(Workshop.Plan(Workshop.Media, "I have an image 'holiday.png' with a garden in the background. Count the objects in the image.")));

    [Fact]
    public void Words_between_quotation_marks_ask_for_nothing() => Assert.Equal(
        ["translator"], Workshop.Shape(Workshop.Plan(Workshop.Media, "Translate 'Remove the background and count the objects' into French.")));

    [Fact]
    public void Without_kinds_steps_follow_each_other_as_they_are_told() => Assert.Equal(
        ["water_garden", "feed_cat < water_garden", "phone_somebody < feed_cat"],
        Workshop.Shape(Workshop.Plan(Workshop.Errands, "Water the garden, feed the cat, and call my aunt on her phone at 555-0100.")));

    [Fact]
    public void What_is_to_be_done_first_comes_first() => Assert.Equal(
        ["feed_cat", "water_garden < feed_cat"],
        Workshop.Shape(Workshop.Plan(Workshop.Errands, "Before you water the garden, feed the cat.")));

    [Fact]
    public void A_tool_is_planned_once_however_often_it_is_spoken_of() => Assert.Equal(
        ["water_garden", "feed_cat < water_garden"],
        Workshop.Shape(Workshop.Plan(Workshop.Errands, "Water the garden. After watering the garden, feed the cat.")));

    [Fact]
    public void Options_are_filled_from_what_is_written_beside_their_tool()
    {
        var plan = Workshop.Plan(
            Workshop.Errands, "Reserve a theatre on December 10th, 2026, and send an email to ann@example.com saying 'See you there'.");

        Assert.Equal(["reserve_theatre", "send_mail < reserve_theatre"], Workshop.Shape(plan));
        Assert.Equal(new TextArgument("2026-12-10"), plan[0].Arguments["date"]);
        Assert.Equal(new TextArgument("ann@example.com"), plan[1].Arguments["mail_address"]);
        Assert.Equal(new TextArgument("See you there"), plan[1].Arguments["content"]);
    }

    [Fact]
    public void Files_of_the_turn_fill_the_ports_that_take_them()
    {
        var plan = Workshop.Plan(Workshop.Media, "Remove the background of holiday.png and count the objects.", Workshop.Photo);

        Assert.Equal(["background-remover", "object-counter < background-remover"], Workshop.Shape(plan));
        Assert.Equal(new ResourceArgument(Workshop.Photo.Id), plan[0].Arguments["Image0"]);
        Assert.Equal(new OutputArgument(0, "result"), plan[1].Arguments["Image0"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("Hello there!")]
    [InlineData("'''' \" “ « ,,, ;;; ??? <node-0> \0 \uFFFF \uD800")]
    public void Where_nothing_is_asked_nothing_is_planned(string request) => Assert.Empty(Workshop.Plan(Workshop.Media, request));

    [Theory]
    [InlineData("translate ")]
    [InlineData("' translate and ")]
    [InlineData("\" count, ")]
    [InlineData("555-0100 ")]
    [InlineData("the translated ")]
    public void A_hostile_length_ends_and_plans_no_tool_twice(string part)
    {
        var plan = Workshop.Plan(Workshop.Media, string.Concat(Enumerable.Repeat(part, 5000)));

        Assert.Equal(plan.Count, plan.DistinctBy(task => task.Type).Count());
    }

    [Fact]
    public void Every_plan_is_valid_and_the_same_each_time()
    {
        foreach (var request in (string[])
                 [
                     "Transcribe talk.wav and translate it, then make it shorter and paint an image of it.",
                     "Combine talk.wav with the audio of film.mp4 and write down the speech.",
                 ])
        {
            var plan = Workshop.Plan(Workshop.Media, request, Workshop.Talk);
            var draft = PlanDraft.Create(Workshop.Media, [Workshop.Talk], PlanLimits.Default);
            foreach (var task in plan)
            {
                draft = draft.Add(task, out _);
            }

            draft.Finish(out var dropped);
            Assert.NotEmpty(plan);
            Assert.Empty(dropped);
            Assert.Equal(Workshop.Shape(plan), Workshop.Shape(Workshop.Plan(Workshop.Media, request, Workshop.Talk)));
        }
    }

    [Fact]
    public async Task As_a_planner_it_says_the_same_and_can_be_cancelled()
    {
        var planner = new RetrievalPlanner(Workshop.Media);
        var steps = await planner.PlanAsync(new PlanningRequest(default, "Transcribe talk.wav"), CancellationToken.None).ToListAsync();

        Assert.Equal("speech-writer", Assert.IsType<TaskProposed>(Assert.Single(steps)).Task.Type);
        Assert.Throws<OperationCanceledException>(() => planner.PlanAsync(new PlanningRequest(default, ""), new CancellationToken(canceled: true)));
    }
}
