using System.Net;
using Jarvis.Core.Tests.Planning.Offline;
using Jarvis.Errors;
using Jarvis.LanguageModels;
using Jarvis.Planning;
using Jarvis.Planning.LanguageModel;
using Microsoft.Extensions.AI;

namespace Jarvis.Core.Tests.Planning.LanguageModel;

public sealed class LanguageModelPlannerTests
{
    private const string Read = """{"task":"image-to-text","id":0,"dep":[],"args":{"image":"<resource>-0"}}""";
    private const string Translate = """{"task":"translation","id":1,"dep":[0],"args":{"text":"<GENERATED>-0","target":"es"}}""";
    private const string BadTranslate = """{"task":"translation","id":1,"dep":[0],"args":{"text":"<GENERATED>-0"}}""";
    private const string Speak = """{"task":"text-to-speech","id":2,"dep":[1],"args":{"text":"<GENERATED>-1"}}""";
    private const string Offline = "Planned offline, from the words of the request.";

    [Fact]
    public void Its_name_says_which_model_plans() =>
        Assert.Equal("language model small-1", Planner(new ScriptedChatClient()).Name);

    [Fact]
    public async Task A_task_is_told_of_while_the_model_still_writes()
    {
        var goOn = new TaskCompletionSource();
        var client = new ScriptedChatClient([$$"""{"tasks":[{{Read}}""", (Func<Task>)(() => goOn.Task), $$""",{{Translate}}],"answer":""}"""]);
        await using var steps = Planner(client).PlanAsync(Request(), CancellationToken.None).GetAsyncEnumerator();

        Assert.True(await steps.MoveNextAsync());
        Assert.Equal(TaskTypes.ImageToText, Assert.IsType<TaskProposed>(steps.Current).Task.Type);
        goOn.SetResult();
        Assert.True(await steps.MoveNextAsync());
        Assert.Equal(TaskTypes.Translation, Assert.IsType<TaskProposed>(steps.Current).Task.Type);
        Assert.False(await steps.MoveNextAsync());
        Assert.Single(client.Calls);
    }

    [Fact]
    public async Task A_task_waits_for_one_that_is_written_later() => Assert.Equal(
        "1 image-to-text(image=sign.png); 0 translation(text=1.text,target=es)",
        await PlanAsync(["""[{"task":"translation","id":0,"args":{"text":"<GENERATED>-1","target":"es"}},{"task":"image-to-text","id":1,"args":{"image":"<resource>-0"}}]"""]));

    [Fact]
    public async Task A_request_that_needs_no_task_is_answered() => Assert.Equal(
        " | answered: Lima.", await PlanAsync(["""{"tasks":[],"answer":"Lima."}"""]));

    [Fact]
    public async Task An_invalid_task_goes_back_once_with_its_error_and_keeps_what_waits_for_it()
    {
        var client = new ScriptedChatClient([$"[{Read},{BadTranslate},{Speak}]"], [$"[{Read},{Translate}]"]);

        Assert.Equal(
            "0 image-to-text(image=sign.png); 1 translation(text=0.text,target=es); 2 text-to-speech(text=1.text)", await PlanAsync(client));
        var asked = client.Calls[1].Messages[^1].Text;
        Assert.Contains("translation needs its option 'target'", asked, StringComparison.Ordinal);
        Assert.DoesNotContain("text-to-speech", asked, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_still_invalid_is_dropped_with_the_reason_and_what_waits_for_it_too()
    {
        var client = new ScriptedChatClient([$"[{Read},{BadTranslate},{Speak}]"], [$"[{BadTranslate}]"]);

        Assert.StartsWith(
            "0 image-to-text(image=sign.png) | translation (task 1): translation needs its option 'target'", await PlanAsync(client), StringComparison.Ordinal);
        Assert.Equal(2, client.Calls.Count);
    }

    [Fact]
    public async Task What_the_model_does_not_write_again_is_dropped_with_the_first_reason() => Assert.Contains(
        "text-to-speech (task 2): It needs task 1, which was dropped.",
        await PlanAsync([$"[{Read},{BadTranslate},{Speak}]"], ["I am sorry."]),
        StringComparison.Ordinal);

    [Fact]
    public async Task A_near_miss_is_mended_without_asking_again()
    {
        var client = new ScriptedChatClient(["""[{"task":"ocr","id":0,"args":{"file":"<resource>-0"}},{"task":"text-translation","id":1,"args":{"text":"<GENERATED>-0","language":"Spanish"}}]"""]);

        Assert.Equal("0 image-to-text(image=sign.png); 1 translation(text=0.text,target=es)", await PlanAsync(client));
        Assert.Single(client.Calls);
    }

    [Fact]
    public async Task A_broken_stream_is_asked_for_the_rest_and_no_task_runs_twice()
    {
        var client = new ScriptedChatClient([$"[{Read},{Translate[..30]}", new IOException("secret-key")], [$"[{Read},{Translate}]"]);

        Assert.Equal("0 image-to-text(image=sign.png); 1 translation(text=0.text,target=es)", await PlanAsync(client));
        Assert.Contains("Do not write them again", client.Calls[1].Messages[^1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_task_that_runs_already_is_not_planned_again_under_another_number() => Assert.Equal(
        "0 image-to-text(image=sign.png); 1 translation(text=0.text,target=es)",
        await PlanAsync([$"[{Read},{BadTranslate}]"], [$"[{Read.Replace("\"id\":0", "\"id\":5", StringComparison.Ordinal)},{Translate}]"]));

    [Theory]
    [InlineData(Read, Translate, Speak)]
    [InlineData("""{ "args" : {"image": "<resource>-0"},  "id":0, "task":"image-to-text" }""", Translate, Speak)]
    [InlineData(
        """{"task":"image-to-text","id":7,"args":{"image":"<resource>-0"}}""",
        """{"task":"translation","id":8,"dep":[7],"args":{"text":"<GENERATED>-7","target":"es"}}""",
        """{"task":"text-to-speech","id":2,"dep":[8],"args":{"text":"<GENERATED>-8"}}""")]
    public async Task What_runs_already_is_known_again_however_it_is_written(string read, string translate, string speak)
    {
        var client = new ScriptedChatClient([$"[{Read},{Translate},{Speak[..20]}", new IOException("reset")], [$"[{read}, {translate},\n{speak}]"]);

        Assert.Equal(
            "0 image-to-text(image=sign.png); 1 translation(text=0.text,target=es); 2 text-to-speech(text=1.text)", await PlanAsync(client));
    }

    [Fact]
    public async Task What_is_new_and_numbered_from_0_again_gets_a_number_of_its_own()
    {
        var client = new ScriptedChatClient(
            [$"[{Read},", new IOException("reset")],
            ["""[{"task":"translation","id":0,"args":{"text":"<GENERATED>-0","target":"es"}},{"task":"text-to-speech","id":1,"args":{"text":"<GENERATED>-0"}}]"""]);

        Assert.Equal(
            "0 image-to-text(image=sign.png); 1 translation(text=0.text,target=es); 2 text-to-speech(text=1.text)", await PlanAsync(client));
    }

    [Fact]
    public async Task A_stream_that_breaks_twice_says_that_something_is_missing() => Assert.Equal(
        "0 image-to-text(image=sign.png) | The rest of the request: The language model small-1 broke off while it planned; ask again for what is missing.",
        await PlanAsync([$"[{Read},", new IOException("x")], [new IOException("x")]));

    [Theory]
    [InlineData(HttpStatusCode.BadRequest)]
    [InlineData(HttpStatusCode.UnprocessableEntity)]
    public async Task A_server_without_schemas_is_asked_for_JSON_then_for_text_and_remembered(HttpStatusCode refusal)
    {
        object[] refused = [new HttpRequestException("no", null, refusal)];
        object[] plan = [$"Here you are:\n```json\n[{Read}]\n```"];
        var client = new ScriptedChatClient(refused, refused, plan, plan);
        var planner = Planner(new FormatFallbackChatClient(client));

        Assert.Equal("0 image-to-text(image=sign.png)", await PlanAsync(planner));
        Assert.Equal("0 image-to-text(image=sign.png)", await PlanAsync(planner));
        Assert.IsType<ChatResponseFormatJson>(client.Calls[0].Options.ResponseFormat);
        Assert.NotNull(((ChatResponseFormatJson)client.Calls[0].Options.ResponseFormat!).Schema);
        Assert.Same(ChatResponseFormat.Json, client.Calls[1].Options.ResponseFormat);
        Assert.All(client.Calls.Skip(2), call => Assert.Null(call.Options.ResponseFormat));
        Assert.Equal(4, client.Calls.Count);
    }

    [Fact]
    public async Task An_unreachable_model_leaves_planning_to_the_offline_planner_which_the_turn_says()
    {
        var plan = await PlanAsync([new HttpRequestException("connect to secret-host failed")]);

        Assert.StartsWith("0 image-to-text(image=sign.png)", plan, StringComparison.Ordinal);
        Assert.Contains(Offline + " The language model small-1 cannot be reached (HttpRequestException)", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("no language model is configured", plan, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_that_writes_no_plan_leaves_planning_to_the_offline_planner() => Assert.Contains(
        Offline + " The reply of language model small-1 holds no plan",
        await PlanAsync(["I would read it first."], ["Then I would translate it."]),
        StringComparison.Ordinal);

    [Fact]
    public async Task Without_falling_back_an_unreachable_model_is_an_error()
    {
        var planner = new LanguageModelPlanner(
            new ScriptedChatClient([new HttpRequestException("secret")]), TaskTypeCatalog.Default, new LanguageModelPlannerOptions { FallBackOffline = false });

        var error = await Assert.ThrowsAsync<JarvisException>(() => PlanAsync(planner));
        Assert.Equal((ErrorCode.ModelFailed, true), (error.Code, error.Retryable));
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelling_ends_it_and_plans_nothing_else()
    {
        using var cancelled = new CancellationTokenSource();
        var client = new ScriptedChatClient([$"[{Read},", (Func<Task>)cancelled.CancelAsync, (Func<Task>)(() => new TaskCompletionSource().Task)]);
        var steps = new List<PlanStep>();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var step in Planner(client).PlanAsync(Request(), cancelled.Token))
            {
                steps.Add(step);
            }
        });
        Assert.IsType<TaskProposed>(Assert.Single(steps));
    }

    [Fact]
    public async Task More_tasks_than_a_plan_may_have_are_told_of()
    {
        var tasks = Enumerable.Range(0, 70).Select(id => $$$"""{"task":"canny-control","id":{{{id}}},"args":{"image":"sign.png"}}""");

        Assert.EndsWith(
            "6 more tasks: A plan has at most 64 tasks; ask for less at once.", await PlanAsync([$"[{string.Join(',', tasks)}]"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reply_without_end_is_given_up()
    {
        var endless = new object[2_000];
        Array.Fill(endless, new string('[', 1000));

        Assert.Contains(Offline, await PlanAsync(endless, endless), StringComparison.Ordinal);
    }

    internal static PlanningRequest Request(string text = "What does sign.png say, in Spanish?") => new(OfflinePlans.Turn, text)
    {
        Attachments = SampleResources.AllNamed("sign.png,voice.wav"),
        Models = OfflinePlans.LocalModels,
    };

    private static LanguageModelPlanner Planner(IChatClient client) => new(client, TaskTypeCatalog.Default, new LanguageModelPlannerOptions());

    private static Task<string> PlanAsync(params object[][] replies) => PlanAsync(new ScriptedChatClient(replies));

    private static Task<string> PlanAsync(ScriptedChatClient client) => PlanAsync(Planner(client));

    private static async Task<string> PlanAsync(LanguageModelPlanner planner)
    {
        var (tasks, rest) = (new List<PlannedTask>(), new List<string>());
        await foreach (var step in planner.PlanAsync(Request(), CancellationToken.None))
        {
            switch (step)
            {
                case TaskProposed proposed:
                    tasks.Add(proposed.Task);
                    break;
                case PartDropped dropped:
                    rest.Add($"{dropped.Part}: {dropped.Reason}");
                    break;
                case PlanNoted note:
                    rest.Add(note.Text);
                    break;
                case AnsweredDirectly answer:
                    rest.Add($"answered: {answer.Text}");
                    break;
            }
        }

        return string.Join(" | ", [PlanNotation.Write(tasks, Request().Attachments), .. rest]);
    }
}
