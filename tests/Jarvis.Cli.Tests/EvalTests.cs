using System.Text.Json;

namespace Jarvis.Cli.Tests;

public sealed class EvalTests
{
    private const string Tools =
        """
        {"nodes":[
          {"id":"water_garden","desc":"Water the garden","parameters":[{"name":"minutes","type":"string","desc":"How long"}]},
          {"id":"feed_cat","desc":"Feed the cat","parameters":[{"name":"food","type":"string","desc":"What it gets"}]}]}
        """;

    private const string Rows =
        """
        {"id":"1","user_request":"Water the garden and feed the cat.","task_nodes":["water_garden","feed_cat"],"task_links":[["water_garden","feed_cat"]]}
        {"id":"2","user_request":"Hello!","task_nodes":["feed_cat"],"task_links":[]}
        nonsense
        """;

    [Fact]
    public async Task Piped_each_domain_and_structure_is_one_line_of_fields_and_progress_is_apart()
    {
        using var desk = Garden();

        Assert.Equal(ExitCode.Answered, await desk.RunAsync("eval", "plan", "--data", "garden"));

        var lines = desk.Lines.Select(line => line.Split('\t')).ToList();
        Assert.Equal(["DOMAIN", "PLANS", "REQUESTS", "MISSING", "NODE F1", "EDGE F1"], lines[0][..6]);
        Assert.Equal(["garden", "overall", "2", "1", "80.0", "100.0", "-", "-", "100.0", "100.0"], lines[1][..10]);
        Assert.Equal(["garden", "single", "1", "1", "0.0"], lines[2][..5]);
        Assert.Equal(["garden", "chain", "1", "0", "100.0"], lines[3][..5]);
        Assert.Contains("garden: 2 of 2 requests planned", desk.Error);
        Assert.Contains("gold.jsonl line 3 is left out", desk.Error);
        Assert.Equal(0, desk.HostsStarted);
    }

    [Fact]
    public async Task As_json_each_domain_is_a_record()
    {
        using var desk = Garden();

        await desk.RunAsync("eval", "plan", "--data", ".", "--json", "--limit", "1");

        using var report = JsonDocument.Parse(Assert.Single(desk.Lines));
        Assert.Equal("garden", report.RootElement.GetProperty("domain").GetString());
        Assert.Equal(1, report.RootElement.GetProperty("groups")[0].GetProperty("score").GetProperty("plans").GetInt32());
    }

    [Fact]
    public async Task On_a_terminal_there_is_a_table()
    {
        using var desk = Garden(isTerminal: true);

        await desk.RunAsync("eval", "plan", "--data", "garden");

        Assert.Contains("│", desk.Output);
        Assert.Contains("80.0", desk.Output);
    }

    [Fact]
    public async Task Without_a_language_model_llm_says_how_to_configure_one()
    {
        using var desk = Garden();

        Assert.Equal(ExitCode.Usage, await desk.RunAsync("eval", "plan", "--data", "garden", "--planner", "llm"));
        Assert.Contains("OPENAI_API_KEY", desk.Error);
        Assert.Empty(desk.Output);
    }

    [Theory]
    [InlineData("eval", "plan")]
    [InlineData("eval", "plan", "--data", "nowhere")]
    [InlineData("eval", "plan", "--data", "garden", "--planner", "oracle")]
    [InlineData("eval", "plan", "--data", "garden", "--limit", "0")]
    [InlineData("eval", "plan", "--data", "garden", "--parallel", "65")]
    public async Task Bad_usage_is_told_and_nothing_is_planned(params string[] args)
    {
        using var desk = Garden();

        Assert.Equal(ExitCode.Usage, await desk.RunAsync(args));
        Assert.Empty(desk.Output);
        Assert.NotEmpty(desk.Error);
    }

    [Fact]
    public async Task Help_says_what_a_data_folder_is()
    {
        using var desk = Garden();

        Assert.Equal(ExitCode.Answered, await desk.RunAsync("eval", "plan", "--help"));
        Assert.Contains("tool_desc.json", desk.Output);
        Assert.Contains("--planner", desk.Output);
    }

    private static Desk Garden(bool isTerminal = false)
    {
        var desk = new Desk { IsTerminal = isTerminal, Width = 160 };
        Directory.CreateDirectory(Path.Combine(desk.Folder, "garden"));
        desk.File(Path.Combine("garden", "tool_desc.json"), Tools);
        desk.File(Path.Combine("garden", "gold.jsonl"), Rows);
        return desk;
    }
}
