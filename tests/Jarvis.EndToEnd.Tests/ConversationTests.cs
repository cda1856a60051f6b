using Jarvis.EndToEnd.Tests.Testing;
using Jarvis.Events;

namespace Jarvis.EndToEnd.Tests;

/// <summary>What is kept of conversations, over several runs of the program.</summary>
public sealed class ConversationTests : IDisposable
{
    private readonly Desk _desk = new();

    public void Dispose() => _desk.Dispose();

    [NeedsFact]
    public async Task What_was_asked_is_listed_and_shown_later_and_gone_when_it_is_deleted()
    {
        await _desk.TypeAsync("Read it\n", "chat", "--conversation", "first");
        await _desk.TypeAsync("Read it\nRead it again\n", "chat", "--conversation", "second");

        var list = (await _desk.RunAsync("conversations", "list")).Answered();
        var shown = (await _desk.RunAsync("conversations", "show", "second")).Answered();
        (await _desk.RunAsync("conversations", "delete", "second")).Answered();
        var left = (await _desk.RunAsync("conversations", "list")).Answered();

        Assert.Equal(["NAME", "second", "first"], list.Lines.Select(line => line.Split('\t')[0]));
        Assert.Equal(["2", "0", "Read it"], list.Lines[1].Split('\t')[2..]);
        Assert.Contains(shown.Lines, line => line.StartsWith("#1 failed: Read it", StringComparison.Ordinal));
        Assert.Contains(shown.Lines, line => line.StartsWith("#2 failed: Read it again", StringComparison.Ordinal));
        Assert.Equal(["NAME", "first"], left.Lines.Select(line => line.Split('\t')[0]));
        (await _desk.RunAsync("conversations", "show", "second")).Failed(2, "no conversation 'second'", "conversations list");
        (await _desk.RunAsync("conversations", "delete", "second")).Failed(2, "no conversation 'second'");
    }

    [NeedsFact]
    public async Task A_long_list_is_told_page_by_page()
    {
        foreach (var name in (string[])["a", "b", "c"])
        {
            await _desk.TypeAsync("Read it\n", "chat", "--conversation", name);
        }

        var first = await _desk.RunAsync("conversations", "list", "--limit", "2");
        var after = first.Error.Trim().Split(' ')[^1];
        var rest = (await _desk.RunAsync("conversations", "list", "--after", after)).Answered();

        Assert.Equal(["NAME", "c", "b"], first.Lines.Select(line => line.Split('\t')[0]));
        Assert.Equal(["NAME", "a"], rest.Lines.Select(line => line.Split('\t')[0]));
        (await _desk.RunAsync("conversations", "list", "--after", "../etc")).Failed(2, "cannot be gone on with");
        (await _desk.RunAsync("conversations", "list", "--limit", "1000")).Failed(2, "1 to 100");
    }

    [NeedsFact(Needs.Apertium)]
    public async Task A_turn_that_was_killed_is_gone_on_with_where_it_was()
    {
        const string Request = "Translate 'good morning' to Spanish";
        _desk.Fake("apertium", "sleep 1000 & echo $! >> \"$pids\"; echo > \"$meet\"; wait");
        var underWay = _desk.MeetAsync();
        using (var running = _desk.Start("ask", Request))
        {
            await underWay;
            running.Kill();
            _desk.ClearAwayAfterKill();
            await running.EndAsync();
        }

        var list = (await _desk.RunAsync("conversations", "list")).Answered();
        _desk.Fake("apertium", Desk.Real("apertium"));
        var resumed = (await _desk.RunAsync("conversations", "resume", "--json")).Answered();
        var again = await _desk.RunAsync("conversations", "resume");

        Assert.Equal("1", list.Lines[1].Split('\t')[3]);
        Assert.Contains(resumed.Events, happened => happened is TurnResumed);
        Assert.Equal([1, 2], resumed.Events.OfType<TaskStarted>().Select(started => started.Attempt));
        Assert.Contains("buen", resumed.Events.OfType<AnswerFinished>().Single().Answer.Text, StringComparison.OrdinalIgnoreCase);
        Assert.Equal((0, "jarvis: No turn is open.\n"), (again.Code, again.Error));
    }

    [NeedsFact(Needs.Apertium)]
    public async Task A_conversation_moves_to_another_machine_with_its_files()
    {
        await _desk.TypeAsync("Translate 'good morning' to Spanish\n", "chat", "--conversation", "trip");
        (await _desk.RunAsync("conversations", "export", "trip")).Answered();
        (await _desk.RunAsync("conversations", "export", "trip")).Failed(2, "trip.jsonl is there already", "--out");
        (await _desk.RunAsync("conversations", "import", "trip.jsonl")).Failed(1, "There is a conversation 'trip' already");
        using var other = new Desk();
        File.Copy(_desk.At("trip.jsonl"), other.At("trip.jsonl"));

        (await other.RunAsync("conversations", "import", "trip.jsonl", "--name", "moved")).Answered();
        var shown = (await other.RunAsync("conversations", "show", "moved")).Answered();
        var chat = await other.TypeAsync("Translate it back to English\n", "chat", "--conversation", "moved");

        Assert.Equal((await _desk.RunAsync("conversations", "show", "trip")).Answered().Output, shown.Output);
        Assert.Contains("buen", shown.Output, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(0, chat.Code);
        Assert.Contains("morning", chat.Output, StringComparison.OrdinalIgnoreCase);
    }

    [NeedsFact(Needs.Apertium)]
    public async Task An_archive_that_was_tampered_with_is_refused_and_nothing_of_it_is_kept()
    {
        await _desk.TypeAsync("Translate 'good morning' to Spanish\n", "chat", "--conversation", "trip");
        (await _desk.RunAsync("conversations", "export", "trip")).Answered();
        var lines = await File.ReadAllLinesAsync(_desk.At("trip.jsonl"));
        using var other = new Desk();
        var cases = new Dictionary<string, (string[] Lines, string Word)>
        {
            ["other bytes"] = ([.. lines.Select(line => line.Contains("\"is\":\"bytes\"", StringComparison.Ordinal) ? """{"is":"bytes","content":"AAAA"}""" : line)], "bytes"),
            ["a missing event"] = ([.. lines.Where((_, number) => number != lines.Length - 3)], "lacks"),
            ["cut off"] = (lines[..^1], "breaks off"),
            ["twice"] = ([.. lines, .. lines], "after its end"),
            ["newer"] = ([lines[0].Replace("\"form\":1", "\"form\":99", StringComparison.Ordinal), .. lines[1..]], "newer jarvis"),
            ["no JSON"] = (["hello"], "Line 1"),
            ["too deep"] = ([new string('[', 100_000)], "Line 1"),
            ["a path for a name"] = ([lines[0].Replace("trip", "../../trip", StringComparison.Ordinal), .. lines[1..]], "conversation name"),
            ["empty"] = ([], "breaks off"),
        };

        foreach (var (name, (bad, word)) in cases)
        {
            await File.WriteAllLinesAsync(other.At("bad.jsonl"), bad);
            var refused = (await other.RunAsync("conversations", "import", "bad.jsonl")).Failed(2);
            Assert.True(refused.Error.Contains(word, StringComparison.Ordinal), $"{name}: {refused.Error}");
        }

        Assert.Empty((await other.RunAsync("conversations", "list")).Lines);
        Assert.False(Directory.Exists(Path.Combine(other.Data, "jarvis", "resources")) && Directory.EnumerateFiles(Path.Combine(other.Data, "jarvis", "resources"), "*", SearchOption.AllDirectories).Any());
    }

    [NeedsFact(Needs.Apertium)]
    public async Task A_command_that_works_on_all_is_told_at_once_that_another_works_and_those_that_look_or_begin_their_own_are_let_in()
    {
        _desk.Fake("apertium", "sleep 1000 & echo $! >> \"$pids\"; echo > \"$meet\"; wait");
        var underWay = _desk.MeetAsync();
        using var running = _desk.Start("ask", "Translate 'good morning' to Spanish");
        await underWay;

        var second = await BesideAsync("conversations", "resume");
        var begins = await BesideAsync("ask", "Read it");
        var looks = await BesideAsync("conversations", "list");
        var keepsNothing = await BesideAsync("ask", "Read it", "--memory");
        running.Kill();
        _desk.ClearAwayAfterKill();
        await running.EndAsync();

        Assert.Equal(1, second.Code);
        Assert.Contains("Another process works on the state file 'state.db'", second.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Another process", begins.Error, StringComparison.Ordinal);
        Assert.Equal(["Read it 0", "Translate 'good morning' to Spanish 1"], looks.Answered().Lines[1..].Select(line => line.Split('\t')).Select(cells => $"{cells[4]} {cells[3]}"));
        Assert.DoesNotContain("Another process", keepsNothing.Error, StringComparison.Ordinal);
    }

    [NeedsFact]
    public async Task With_memory_nothing_is_kept()
    {
        await _desk.RunAsync("ask", "Read it", "--memory");

        Assert.False(File.Exists(Path.Combine(_desk.Data, "jarvis", "state.db")));
    }

    [NeedsFact]
    public async Task State_of_a_newer_jarvis_is_refused_and_left_alone()
    {
        await _desk.RunAsync("ask", "Read it");
        var file = Path.Combine(_desk.Data, "jarvis", "state.db");
        var bytes = await File.ReadAllBytesAsync(file);
        // The user version stands at 60, big-endian.
        bytes[63] = 99;
        await File.WriteAllBytesAsync(file, bytes);

        (await _desk.RunAsync("conversations", "list")).Failed(1, "written by a newer Jarvis", "run the newer one");

        Assert.Equal(99, (await File.ReadAllBytesAsync(file))[63]);
    }

    [NeedsFact]
    public async Task Every_command_of_conversations_has_help()
    {
        foreach (var command in (string[])["", "list", "show", "resume", "export", "import", "delete"])
        {
            var help = (await _desk.RunAsync(["conversations", .. command.Length > 0 ? [command] : Array.Empty<string>(), "--help"])).Answered();

            Assert.Contains("Examples:", help.Output, StringComparison.Ordinal);
            Assert.Contains("jarvis conversations resume", help.Output, StringComparison.Ordinal);
        }
    }

    /// <summary>Runs the program while another run goes on, whose traces are no leftovers.</summary>
    private async Task<Ended> BesideAsync(params string[] args)
    {
        using var beside = _desk.Start(args);
        return await beside.EndAsync();
    }
}
