using Jarvis.Planning;

namespace Jarvis.Models.Remote.Mcp;

public sealed class McpToolServersValidatorTests
{
    [Theory]
    [InlineData("https://tools.example/mcp", null, "shorten", TaskTypes.Summarization, null)]
    [InlineData("http://127.0.0.1:1/mcp", null, TaskTypes.Summarization, null, null)]
    [InlineData(null, "node", "shorten", TaskTypes.Summarization, null)]
    [InlineData(null, null, "shorten", TaskTypes.Summarization, "either Address or Command")]
    [InlineData("https://tools.example/mcp", "node", "shorten", TaskTypes.Summarization, "either Address or Command")]
    [InlineData("http://tools.example/mcp", null, "shorten", TaskTypes.Summarization, "has to be an absolute https address")]
    [InlineData("https://tools.example/mcp", null, "../shorten", TaskTypes.Summarization, "is no name of a tool")]
    [InlineData("https://tools.example/mcp", null, "shorten", null, "has to be the task type")]
    [InlineData("https://tools.example/mcp", null, null, null, "has to name 1 to 64 tools")]
    public void A_server_that_cannot_work_is_refused_at_the_start_and_no_key_is_told(string? address, string? command, string? tool, string? type, string? fault)
    {
        var options = new RemoteModelOptions();
        var lab = new McpToolServerOptions { Address = address is null ? null : new(address), Command = command, Key = "VerySecret" };
        if (tool is not null)
        {
            lab.Tools.Add(new() { Name = tool, TaskType = type });
        }

        options.Mcp["lab"] = lab;
        var result = new McpToolServersValidator().Validate(null, options);
        Assert.Equal(fault is null, result.Succeeded);
        if (fault is not null)
        {
            Assert.Contains(fault, result.FailureMessage, StringComparison.Ordinal);
            Assert.DoesNotContain("VerySecret", result.FailureMessage, StringComparison.Ordinal);
        }
    }
}
