using Jarvis.Conversations;
using Jarvis.Errors;
using Jarvis.Events;
using Jarvis.Planning;

namespace Jarvis.Cli.Tests;

public sealed class ApprovalTests
{
    private static readonly ApprovalAsked Asked = new("Tasks 0 and 1: The whole plan is to be approved.")
    {
        Version = 1,
        Tasks =
        [
            new TaskApproval(0, "It costs.") { Cost = 0.25m, Model = Scripts.Ocr, SideEffects = [SideEffects.Pays, SideEffects.Sends] },
            new TaskApproval(1, "It costs."),
        ],
    };

    [Theory]
    [InlineData("y\n")]
    [InlineData("what?\n YES \n")]
    public async Task A_plan_is_shown_and_runs_when_the_user_says_yes(string typed)
    {
        using var desk = Waiting(typed);

        Assert.Equal(ExitCode.Answered, await desk.RunAsync("ask", "read it", "--approve", "plan"));

        Assert.True(desk.Jarvis.Requests.Single().Approval!.WholePlan);
        Assert.Equal(1, Assert.IsType<ApproveTasks>(desk.Jarvis.Commands.Single().Command).Version);
        Assert.Contains("#0 image-to-text (language: \"en\"), likely on paddle/ocr, about $0.25, pays sends", desk.Output);
        Assert.Contains("#1 text-to-speech (text: from #0)", desk.Output);
        Assert.Contains("Done.", desk.Output);
    }

    [Theory]
    [InlineData("n\ntoo dear\n", "too dear")]
    [InlineData("no\n\n", "The user said no.")]
    [InlineData("", "Nobody answered.")]
    public async Task A_plan_that_the_user_does_not_want_is_rejected_with_his_reason(string typed, string reason)
    {
        using var desk = Waiting(typed);

        Assert.Equal(ExitCode.Failed, await desk.RunAsync("ask", "read it", "--approve", "plan"));

        Assert.Equal(reason, Assert.IsType<RejectTasks>(desk.Jarvis.Commands.Single().Command).Reason);
        Assert.Contains("It was rejected", desk.Error);
    }

    [Fact]
    public async Task A_plan_is_changed_in_the_users_editor_and_asked_about_again()
    {
        using var desk = Waiting("e\ny\n");
        desk.Variables["EDITOR"] = "code --wait";
        desk.Edits = text =>
        {
            Assert.Contains("\"text-to-speech\"", text);
            return text.Replace("\"en\"", "\"de\"");
        };

        Assert.Equal(ExitCode.Answered, await desk.RunAsync("ask", "read it", "--approve", "plan"));

        Assert.Equal(["code", "--wait"], desk.EditorCalls.Single());
        var edit = Assert.IsType<EditPlan>(desk.Jarvis.Commands[0].Command);
        Assert.Equal((1, 0), (edit.Version, edit.Tasks.Single().Id));
        Assert.Equal(new TextArgument("de"), edit.Tasks.Single().Arguments["language"]);
        Assert.Empty(edit.Removed);
        Assert.Equal(3, Assert.IsType<ApproveTasks>(desk.Jarvis.Commands[1].Command).Version);
        Assert.Contains("#0 image-to-text (language: \"de\")", desk.Output);
    }

    [Fact]
    public async Task Tasks_are_taken_out_and_put_in_by_editing()
    {
        using var desk = Waiting("e\ny\n");
        desk.Variables["VISUAL"] = "vi";
        desk.Edits = _ => """{"tasks":[{"id":0,"type":"image-to-text","arguments":{"language":{"is":"text","text":"en"}}},{"id":2,"type":"summarization"}]}""";

        await desk.RunAsync("ask", "read it", "--approve", "plan");

        var edit = Assert.IsType<EditPlan>(desk.Jarvis.Commands[0].Command);
        Assert.Equal([1], edit.Removed.AsEnumerable());
        Assert.Equal([2], edit.Tasks.Select(task => task.Id));
    }

    [Fact]
    public async Task What_is_wrong_with_an_edit_is_told_and_the_users_text_is_kept_to_mend()
    {
        using var desk = Waiting("e\ne\ne\ny\n");
        desk.Variables["EDITOR"] = "vi";
        var (texts, refused) = (new List<string>(), false);
        desk.Edits = text =>
        {
            texts.Add(text);
            return texts.Count switch
            {
                1 => "{nonsense",
                2 => """{"tasks":[{"id":0,"type":"image-to-txet"}]}""",
                _ => """{"tasks":[{"id":0,"type":"image-to-text"}]}""",
            };
        };
        var obeys = desk.Jarvis.OnCommand;
        desk.Jarvis.OnCommand = command => command is EditPlan { Tasks: [{ Type: "image-to-txet" }] } && (refused = true)
            ? throw new JarvisException(ErrorCode.PlanInvalid, "There is no task type 'image-to-txet'.")
            : obeys(command);

        Assert.Equal(ExitCode.Answered, await desk.RunAsync("ask", "read it", "--approve", "plan"));

        Assert.True(refused);
        Assert.Equal("{nonsense", texts[1]);
        Assert.Contains("image-to-txet", texts[2]);
        Assert.Contains("The text is no plan", desk.Error);
        Assert.Contains("There is no task type", desk.Error);
    }

    [Fact]
    public async Task An_editor_that_is_missing_or_fails_changes_nothing()
    {
        using var desk = Waiting("e\ne\ne\ny\n");
        desk.Edits = _ => null;

        await desk.RunAsync("ask", "read it", "--approve", "plan");
        Assert.Contains("Set EDITOR", desk.Error);

        using var failing = Waiting("e\ny\n");
        failing.Variables["EDITOR"] = "vi";
        failing.Edits = _ => null;
        await failing.RunAsync("ask", "read it", "--approve", "plan");
        Assert.Contains("The editor ended with 1; nothing was changed.", failing.Error);
        Assert.IsType<ApproveTasks>(failing.Jarvis.Commands.Single().Command);
    }

    [Theory]
    [InlineData(2 << 20, "The edited plan is larger than 1 MiB.")]
    [InlineData(100, "The text is no plan")]
    public async Task A_plan_that_is_edited_into_one_that_is_too_long_or_too_deep_changes_nothing(int brackets, string says)
    {
        using var desk = Waiting("e\ny\n");
        desk.Variables["EDITOR"] = "vi";
        desk.Edits = _ => "{\"tasks\":" + new string('[', brackets);

        await desk.RunAsync("ask", "read it", "--approve", "plan");

        Assert.Contains(says, desk.Error);
        Assert.IsType<ApproveTasks>(desk.Jarvis.Commands.Single().Command);
    }

    [Fact]
    public async Task A_decision_that_comes_too_late_is_told_and_the_turn_is_followed_to_its_end()
    {
        using var desk = Waiting("y\n");
        desk.Jarvis.OnCommand = command =>
        {
            // Somebody else ends the turn meanwhile.
            _ = desk.Jarvis.CancelAsync(default, default);
            throw new JarvisException(ErrorCode.Conflict, "Task 0 does not wait any more.");
        };

        Assert.Equal(ExitCode.Failed, await desk.RunAsync("ask", "read it", "--approve", "plan"));

        Assert.Contains("Task 0 does not wait any more.", desk.Error);
    }

    [Fact]
    public async Task Costs_and_side_effects_are_asked_for_by_name()
    {
        using var desk = Waiting("y\n");

        await desk.RunAsync("ask", "read it", "--approve", "cost:0.10", "--approve", "effect:sends", "--approve", "effect:writes");

        var policy = desk.Jarvis.Requests.Single().Approval!;
        Assert.Equal((false, 0.10m, "sends writes"), (policy.WholePlan, policy.AboveCost, string.Join(' ', policy.SideEffects)));
    }

    [Theory]
    [InlineData(false, "ask", "x", "--approve", "plan")]
    [InlineData(false, "chat", "--approve", "plan")]
    [InlineData(true, "ask", "x", "--approve", "plan", "--json")]
    public async Task Without_a_terminal_it_is_refused_before_anything_starts(bool terminal, params string[] args)
    {
        using var desk = new Desk { IsTerminal = terminal };

        Assert.Equal(ExitCode.Usage, await desk.RunAsync(args));

        Assert.Contains("needs a terminal", desk.Error);
        Assert.Equal(0, desk.HostsStarted);
    }

    [Fact]
    public async Task In_a_chat_answers_and_requests_are_told_apart()
    {
        using var desk = Waiting("first\ny\nsecond\n");
        desk.Jarvis.Plays(Scripts.Answers("Two."));

        await desk.RunAsync("chat", "--approve", "plan");

        Assert.Equal(["first", "second"], desk.Jarvis.Requests.Select(request => request.Text));
        Assert.IsType<ApproveTasks>(desk.Jarvis.Commands.Single().Command);
        Assert.Contains("Two.", desk.Output);
    }

    [Fact]
    public async Task An_interrupt_at_the_question_cancels_the_turn()
    {
        using var desk = Waiting("");
        desk.Input = new BlockingStream(() => desk.Interruption.Raise(ExitCode.Interrupted));

        Assert.Equal(ExitCode.Interrupted, await desk.RunAsync("ask", "read it", "--approve", "plan"));

        Assert.Single(desk.Jarvis.Cancelled);
        Assert.Empty(desk.Jarvis.Commands);
    }

    private static Desk Waiting(string typed)
    {
        var desk = new Desk { IsTerminal = true, Width = 200 };
        desk.Types(typed);
        desk.Jarvis.Plays(
            new PlanStarted("offline planner"),
            Scripts.Planned(0, "image-to-text", ("language", new TextArgument("en"))),
            Scripts.Planned(1, "text-to-speech", ("text", new OutputArgument(0))),
            Scripts.PlanOf(2),
            Asked);
        desk.Jarvis.OnCommand = command => command switch
        {
            ApproveTasks => [new ApprovalDecided(true, [0, 1]), Scripts.Answered("Done."), Scripts.Finished()],
            RejectTasks reject => [new ApprovalDecided(false, [0, 1], reject.Reason), new TurnFinished(TurnStatus.Cancelled, new JarvisError(ErrorCode.Cancelled, $"It was rejected: {reject.Reason}"))],
            EditPlan edit => [new PlanEdited(2, edit.Tasks, edit.Removed), Asked with { Version = 3 }],
            _ => [],
        };
        return desk;
    }
}
