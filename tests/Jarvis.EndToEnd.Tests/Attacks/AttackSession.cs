using System.Text;
using System.Text.Json;
using Jarvis.EndToEnd.Tests.Testing;

namespace Jarvis.EndToEnd.Tests.Attacks;

/// <summary>A chat of the built program in which one attack is made after the other. Each line is answered before the next is typed.</summary>
internal sealed class AttackSession : IDisposable
{
    private readonly Desk _desk;
    private readonly Running _program;

    internal AttackSession(Desk desk)
    {
        _desk = desk;
        _program = desk.Start("chat", "--json");
    }

    /// <summary>Makes an attack; ends at the first line that is refused.</summary>
    internal async Task<AttackOutcome> MakeAsync(IEnumerable<string> lines)
    {
        var output = new StringBuilder();
        var outcome = new AttackOutcome("nothing", "", "");
        foreach (var line in lines)
        {
            await _program.WriteAsync(Encoding.UTF8.GetBytes(line + "\n"), close: false);
            outcome = await ReadAsync(output);
            if (outcome.Code is not ("attached" or "answered"))
            {
                break;
            }
        }

        return outcome;
    }

    /// <summary>Ends the chat; it has to end well.</summary>
    internal async Task EndAsync()
    {
        await _program.WriteAsync([], close: true);
        var ended = await _program.EndAsync();
        Assert.Equal(0, ended.Code);
        Assert.DoesNotContain("   at ", ended.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("\"code\":\"internal\"", ended.Output, StringComparison.Ordinal);
        _desk.LeftNothing(ended);
    }

    public void Dispose() => _program.Dispose();

    /// <summary>Reads up to the line that says what came of it.</summary>
    private async Task<AttackOutcome> ReadAsync(StringBuilder output)
    {
        while (await _program.ReadLineAsync() is { } line)
        {
            output.Append(line).Append('\n');
            using var json = JsonDocument.Parse(line);
            var root = json.RootElement;
            switch (root.GetProperty("type").GetString())
            {
                case "error":
                    return Refused(root);
                case "file-attached":
                    return new("attached", "", output.ToString());
                case "turn-finished":
                    return root.TryGetProperty("error", out var error) ? Refused(error) : new("answered", "", output.ToString());
            }
        }

        throw new InvalidOperationException($"The program ended: {output}");

        AttackOutcome Refused(JsonElement error) =>
            new(error.GetProperty("code").GetString()!, error.GetProperty("message").GetString()!, output.ToString());
    }
}
